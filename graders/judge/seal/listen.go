package seal

// listener is the state of the goroutine of a servant that reads what the tests want. While only one goroutine of the
// tests runs, the next request comes when the last one has been answered: the listener serves it itself. Otherwise
// somebody has to read in the meantime, so it hands them to workers.
type listener struct {
	// reading: it reads, and takes what is found. found is the request to be served by it.
	reading bool
	found   *message
	// relieved: it hands on what it reads.
	relieved bool
	// number of the listener at work; one with a lower number has been replaced.
	number int
}

// listen reads requests, one after the other, until another listener takes its place.
func (s *Side) listen() {
	s.mu.Lock()
	s.workers++
	s.listener.number++
	number := s.listener.number
	s.mu.Unlock()
	done := false
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.workers--
		if !done { // what it served has called runtime.Goexit
			s.replace(number)
		}
	}()
	for id := goid(); ; {
		m, on := s.hear(number)
		if done = !on; done {
			return
		}
		if m != nil {
			s.serve(m, id)
		}
	}
}

// hear reads one frame; m is a request to be served by the listener. on: this is still the listener.
func (s *Side) hear(number int) (m *message, on bool) {
	s.token <- struct{}{}
	defer func() { <-s.token }()
	if !s.hearing(number, true) {
		return nil, false
	}
	s.read()
	s.hearing(number, false)
	s.mu.Lock()
	defer s.mu.Unlock()
	m, s.listener.found = s.listener.found, nil
	return m, true
}

// hearing notes whether the listener reads; false: it is the listener no more.
func (s *Side) hearing(number int, reading bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener.number != number {
		return false
	}
	s.listener.reading = reading
	return true
}

// relieve makes listeners hand on what they read. One that serves something right now is replaced.
func (s *Side) relieve() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listener.relieved = true
	if !s.listener.reading {
		s.replace(s.listener.number)
	}
}

// replace starts another listener in place of the one with a number; s.mu is held.
func (s *Side) replace(number int) {
	if s.listener.number == number {
		s.listener.number++ // it goes when it comes back
		go s.listen()
	}
}

// mine reports whether the listener itself serves what it has read; s.mu is held.
func (s *Side) mine(m *message) bool {
	if !s.listener.reading || s.listener.relieved {
		return false
	}
	s.listener.found = m
	return true
}
