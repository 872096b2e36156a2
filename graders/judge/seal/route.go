package seal

const (
	// maxOrphans bounds the callbacks that wait for a goroutine of the tests to wait.
	maxOrphans = 10_000
	// maxHelpers bounds the goroutines that serve channels.
	maxHelpers = 1000
)

// help serves what runs no code of the tests: receiving from and sending to a channel that they gave away.
func (s *Side) help(m *message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.helpers++; s.helpers > maxHelpers {
		return broken("too many operations on channels at once")
	}
	go func() {
		s.serve(m, goid())
		s.mu.Lock()
		defer s.mu.Unlock()
		s.helpers--
	}()
	return nil
}

// route hands a request to a goroutine. A servant serves what has no parent on a goroutine of its own; the tests' side
// has goroutines that wait.
func (s *Side) route(m *message, parent uint64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m.parent = s.pending[parent]
	if parent != 0 && (m.parent == nil || m.parent.left) {
		return broken("a callback in the service of no call")
	}
	if !s.tests {
		if m.parent != nil {
			s.hand(m.parent, m)
		} else {
			s.work(m)
		}
		return nil
	}
	s.orphans = append(s.orphans, m)
	s.adopt()
	if len(s.orphans) > maxOrphans {
		return broken("too many callbacks at once")
	}
	return nil
}

// adopt gives callbacks to goroutines that wait; s.mu is held.
func (s *Side) adopt() {
	if len(s.orphans) == 0 {
		return
	}
	list := s.orphans
	s.orphans = nil
	for _, m := range list {
		if c := s.adopter(m); c != nil {
			s.hand(c, m)
		} else {
			s.orphans = append(s.orphans, m)
		}
	}
}

// adopter is the call whose goroutine serves a callback: the one that led to it, if it gave the func away or nobody
// who did waits; else one that gave it away; else, when the callback has no call above it, the latest.
func (s *Side) adopter(m *message) *call {
	c := m.parent
	if c != nil && (c.answered || c.left) {
		c = nil
	}
	if c != nil && (s.sequential || m.object.gave(c.goid, s.objects)) {
		return c
	}
	for goid, calls := range s.waiting {
		if m.object.gave(goid, s.objects) && !s.sequential {
			return calls[len(calls)-1]
		}
	}
	if c != nil {
		return c
	}
	var last *call
	for _, calls := range s.waiting {
		if c := calls[len(calls)-1]; last == nil || c.id > last.id {
			last = c
		}
	}
	return last
}
