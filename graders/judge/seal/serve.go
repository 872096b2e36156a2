package seal

import (
	"reflect"
	"runtime"
	"sync"
)

const (
	// maxOrphans bounds the callbacks that wait for a goroutine of the tests to wait.
	maxOrphans = 10_000
	// maxHelpers bounds the goroutines that serve channels.
	maxHelpers = 1000
)

// receiveCall decodes a request and finds the goroutine that serves it.
func (s *Side) receiveCall(f frame) error {
	d := s.newDecoder(f.body)
	d.heads()
	m := &message{kind: f.kind, id: f.id, target: d.target()}
	if m.target == nil {
		// Only a servant comes here. The rest of the frame cannot be read without the types.
		go s.fail(m.id, "the submission has no such function")
		return nil
	}
	m.owner = m.target.owner
	for _, t := range m.target.in {
		m.values = append(m.values, d.typed(t))
	}
	d.finish(m)
	if !s.tests {
		return s.route(m, f.parent)
	}
	s.count(1)
	if m.owner == 0 {
		return s.help(m)
	}
	return s.route(m, f.parent)
}

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

// route hands a request to a goroutine. A servant serves what has no parent on a goroutine of its own. The tests'
// side has the goroutine that waits in the parent call, or the one that gave the func away.
func (s *Side) route(m *message, parent uint64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.pending[parent]
	if parent != 0 && (c == nil || c.left) {
		return broken("a callback in the service of no call")
	}
	if !s.tests {
		if c != nil {
			s.hand(c, m)
		} else {
			s.work(m)
		}
		return nil
	}
	if own := s.waiting[m.owner]; len(own) > 0 && !s.sequential {
		c = own[len(own)-1]
	}
	if c != nil {
		s.hand(c, m)
		return nil
	}
	s.orphans = append(s.orphans, m)
	if len(s.orphans) > maxOrphans {
		return broken("too many callbacks at once")
	}
	s.adopt()
	return nil
}

// adopt gives callbacks without a call to goroutines that wait; s.mu is held.
func (s *Side) adopt() {
	var left []*message
	for _, m := range s.orphans {
		if c := s.adopter(m); c != nil {
			s.hand(c, m)
		} else {
			left = append(left, m)
		}
	}
	s.orphans = left
}

// adopter is the innermost call of the goroutine that gave the func away; of any goroutine where only one runs.
func (s *Side) adopter(m *message) *call {
	if own := s.waiting[m.owner]; len(own) > 0 {
		return own[len(own)-1]
	}
	if !s.sequential {
		return nil
	}
	var last *call
	for _, calls := range s.waiting {
		if c := calls[len(calls)-1]; last == nil || c.id > last.id {
			last = c
		}
	}
	return last
}

// serve runs a request on this goroutine and answers it. A panic and runtime.Goexit are answered too; Goexit goes on.
func (s *Side) serve(m *message, goid uint64) {
	s.enter(goid, m)
	held := s.hold(m.owner, goid)
	returned := false
	var results []reflect.Value
	defer func() {
		thrown := recover()
		held.release()
		s.leave(goid)
		s.answer(m, goid, returned, thrown, results)
	}()
	s.apply(m, goid)
	if !s.tests {
		s.overlap()
	}
	results = m.target.call(m.values)
	returned = true
}

// answer sends the end of a request with what it has changed.
func (s *Side) answer(m *message, goid uint64, returned bool, thrown any, results []reflect.Value) {
	kind := byte(kindReturn)
	switch {
	case thrown != nil:
		kind = kindPanic
		s.logPanic(thrown)
	case !returned:
		kind = kindGoexit
	}
	err := s.transmit(kind, m.id, 0, goid, func(e *Encoder) {
		switch kind {
		case kindReturn:
			for i, v := range results {
				e.typed(m.target.out[i], v)
			}
		case kindPanic:
			e.thrown(thrown)
		}
		for _, r := range m.met {
			e.visit(r)
		}
		e.extra(s)
	})
	if err != nil {
		s.fail(m.id, err.Error())
	}
}

// fail answers with a panic that we cause.
func (s *Side) fail(id uint64, why string) {
	s.transmit(kindPanic, id, 0, 0, func(e *Encoder) { e.thrown(why) })
}

// enter and leave note what this goroutine serves.
func (s *Side) enter(goid uint64, m *message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active++
	s.serving[goid] = append(s.serving[goid], m.id)
}

func (s *Side) leave(goid uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active--
	list := s.serving[goid]
	if list = list[:len(list)-1]; len(list) == 0 {
		delete(s.serving, goid)
	} else {
		s.serving[goid] = list
	}
}

// goexit ends the goroutine as the other side's has ended. In the tests that would look like t.FailNow without its
// mark; the test gets a panic instead.
func (s *Side) goexit() {
	if s.tests {
		panic("the submission has called runtime.Goexit")
	}
	runtime.Goexit()
}

// quiet reports whether no other goroutine can be at work on memory that has crossed.
func (s *Side) quiet() bool {
	if s.tests {
		return s.sequential
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.active <= 1 && runtime.NumGoroutine() <= 1+s.workers
}

// work serves a request of the tests on a worker, a new one when none is idle; s.mu is held. Workers are counted, so
// that quiet can tell goroutines of the student's from ours.
func (s *Side) work(m *message) {
	select {
	case s.jobs <- m:
		return
	default:
	}
	s.workers++
	go func() {
		defer func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.workers--
		}()
		id := goid()
		for {
			s.serve(m, id)
			m = <-s.jobs
		}
	}()
}

// lock keeps the funcs of one goroutine from running at the same time; the goroutine that holds it may come again.
type lock struct {
	mu     sync.Mutex
	free   *sync.Cond
	holder uint64
	depth  int
}

// hold takes the lock of the goroutine that gave a func away.
func (s *Side) hold(owner, goid uint64) *lock {
	if !s.tests || owner == 0 || s.sequential {
		return nil
	}
	s.mu.Lock()
	l := s.locks[owner]
	if l == nil {
		l = &lock{}
		l.free = sync.NewCond(&l.mu)
		s.locks[owner] = l
	}
	s.mu.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.depth > 0 && l.holder != goid {
		l.free.Wait()
	}
	l.holder = goid
	l.depth++
	return l
}

func (l *lock) release() {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.depth--; l.depth == 0 {
		l.free.Broadcast()
	}
}
