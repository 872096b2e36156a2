package seal

import (
	"reflect"
	"runtime"
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
	m.object = m.target.object
	for _, t := range m.target.in {
		m.values = append(m.values, d.typed(t))
	}
	d.finish(m)
	if !s.tests {
		return s.route(m, f.parent)
	}
	s.count(1)
	if m.object == nil {
		return s.help(m)
	}
	return s.route(m, f.parent)
}

// serve runs a request on this goroutine and answers it. A panic and runtime.Goexit are answered too; Goexit goes on.
func (s *Side) serve(m *message, goid uint64) {
	s.enter(goid, m)
	held := s.hold(m.object, goid)
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
	if s.mine(m) {
		return
	}
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
