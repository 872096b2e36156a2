package seal

import "runtime"

// wait blocks until a call has its answer or a request to serve.
func (s *Side) wait(c *call) *message {
	for {
		if m := s.next1(c); m != nil {
			return m
		}
		select {
		case <-c.wake:
		case s.token <- struct{}{}:
			for m := s.next1(c); ; m = s.next1(c) {
				if m != nil {
					<-s.token
					return m
				}
				s.read()
			}
		}
	}
}

// next1 takes the oldest message of a call. Requests stand before the answer, because they came before it.
func (s *Side) next1(c *call) *message {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(c.queue) == 0 {
		return nil
	}
	m := c.queue[0]
	c.queue = c.queue[1:]
	return m
}

// read reads one frame and puts it where it belongs. The token is held.
func (s *Side) read() {
	armed := !s.ready()
	s.deadline(armed)
	f, err := readFrame(s.in)
	if armed {
		s.deadline(false)
	}
	if err == nil {
		err = s.receive(f)
	}
	if err != nil {
		s.lost(err)
		// Only tests of this package come here: die has returned.
		<-s.token
		runtime.Goexit()
	}
}

// receive decodes one frame; nothing that it does is visible to code outside before the frame was found right.
func (s *Side) receive(f frame) (err error) {
	defer func() {
		if r := recover(); r != nil {
			what, ours := r.(broken)
			if !ours {
				what = broken("a frame that cannot be read")
			}
			err = what
		}
	}()
	switch f.kind {
	case kindCall:
		return s.receiveCall(f)
	case kindCancel:
		return s.receiveCancel(f)
	case kindHello:
		if s.tests || len(f.body) != 1 {
			return broken("a greeting by the wrong side")
		}
		if s.sequential = f.body[0] == 1; !s.sequential {
			s.readAlways()
		}
		return nil
	}
	return s.receiveAnswer(f)
}

func (s *Side) receiveAnswer(f frame) error {
	s.mu.Lock()
	c := s.pending[f.id]
	delete(s.pending, f.id)
	s.mu.Unlock()
	if c == nil {
		return broken("an answer to no call")
	}
	d := s.newDecoder(f.body)
	d.heads()
	m := &message{kind: f.kind}
	switch f.kind {
	case kindReturn:
		for _, t := range c.out {
			m.values = append(m.values, d.typed(t))
		}
	case kindPanic:
		m.thrown = d.thrown()
	}
	d.finish(m)
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.answered = true; !c.left {
		s.hand(c, m)
	}
	return nil
}

// finish reads the contents and makes the new refs known.
func (d *Decoder) finish(m *message) {
	d.contents()
	t := d.s.table
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.byID)+len(d.order) > maxRefs && d.s.tests {
		reject("too many objects")
	}
	t.add(d.order)
	m.patches, m.met = d.patches, d.met.list
}

// hand gives a message to the goroutine of a call; s.mu is held.
func (s *Side) hand(c *call, m *message) {
	c.queue = append(c.queue, m)
	select {
	case c.wake <- struct{}{}:
	default:
	}
}
