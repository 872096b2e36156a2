package seal

import (
	"encoding/binary"
	"errors"
	"reflect"
	"strconv"
	"syscall"
)

// transmit encodes and writes one message. Encoding may run code of the package's users (Error methods), so it holds
// no lock; when another message has introduced the same memory in the meantime, it is done again. An error says why
// the values cannot be sent; nothing was written then.
func (s *Side) transmit(kind byte, id, parent, goid uint64, body func(*Encoder)) error {
	s.tellOver()
	for {
		e, err := s.encode(goid, body)
		if err != nil {
			return err
		}
		frame := startFrame(kind, id, parent)
		frame = binary.AppendUvarint(frame, uint64(len(e.head)))
		frame = append(append(frame, e.head...), e.b...)
		if err := finishFrame(frame); err != nil {
			return err
		}
		if s.commit(e, frame) {
			s.count(e.looked / workUnit)
			for _, x := range e.contexts {
				s.watch(x)
			}
			return nil
		}
	}
}

func (s *Side) encode(goid uint64, body func(*Encoder)) (e *Encoder, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case cannot:
			err = errors.New("a value of type " + r.what + " cannot be passed between two processes")
		case tooMuch:
			err = errors.New(string(r))
		default:
			panic(r)
		}
	}()
	e = s.newEncoder(goid)
	body(e)
	e.contents()
	e.number()
	return e, nil
}

// commit makes the new refs known and writes the frame, as one step.
func (s *Side) commit(e *Encoder, frame []byte) bool {
	s.write.Lock()
	defer s.write.Unlock()
	if !s.register(e) {
		return false
	}
	if s.tests && !s.greeted {
		s.greeted = true
		if !s.sequential {
			s.park()
		}
		frame = append(s.hello(), frame...)
	}
	if _, err := s.out.Write(frame); err != nil {
		s.lost(err)
	}
	return true
}

// hello is the first frame of the tests.
func (s *Side) hello() []byte {
	frame := startFrame(kindHello, 0, 0)
	if s.sequential {
		frame = append(frame, 1)
	} else {
		frame = append(frame, 0)
	}
	finishFrame(frame)
	return frame
}

func (s *Side) register(e *Encoder) bool {
	t := s.table
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.conflict(e.staged) {
		return false
	}
	t.add(e.staged)
	for _, p := range e.sums {
		p.r.hash, p.r.synced, p.r.print, p.r.printed = p.sum, e.stable(p.r), p.print, p.printed
	}
	return true
}

// stable reports whether both sides write the same bytes for the content of r.
func (e *Encoder) stable(r *ref) bool {
	if r.key.kind == reflect.Map {
		return e.s.reg.plan(r.key.elem.Key()).stable && e.s.reg.plan(r.key.elem.Elem()).stable
	}
	return r.plan.stable
}

// lost is the end of the connection. For a servant it is the ordinary end, unless what came cannot be read.
func (s *Side) lost(err error) {
	why, isBroken := err.(broken)
	switch {
	case isBroken:
		s.die(ExitViolation, "protocol violation: "+string(why))
		return
	case !s.tests:
		s.die(0, "")
		return
	}
	end := Ended
	if errors.Is(err, syscall.EAGAIN) || isTimeout(err) {
		end = "the submission's process did not answer while package variables were initialised"
	}
	s.die(ExitServant, end)
}

func isTimeout(err error) bool {
	t, is := err.(interface{ Timeout() bool })
	return is && t.Timeout()
}

// workUnit is how many bytes count as one more call: looking at much data takes time too.
const workUnit = 4 << 10

// count adds crossings and ends the process when there were too many. Only the tests count.
func (s *Side) count(n int) {
	if !s.tests {
		return
	}
	if n := s.calls.Add(int64(n)); s.budget > 0 && n > s.budget {
		s.die(ExitBudget, "more than "+strconv.FormatInt(s.budget, 10)+" calls")
	}
}

// roundTrip calls something of the other side and serves what that calls back, on this goroutine.
func (s *Side) roundTrip(t target, in []reflect.Type, args []reflect.Value, out []reflect.Type) []reflect.Value {
	if s.in == nil {
		panic(Prefix + "there is no servant")
	}
	s.count(1)
	g := s.goroutine()
	c := s.begin(g, out)
	defer s.end(c)
	err := s.transmit(kindCall, c.id, s.parent(g), g, func(e *Encoder) {
		e.callback = s.outermost(g)
		t.encode(e)
		for i, arg := range args {
			e.typed(in[i], arg)
		}
		e.extra(s)
	})
	if err != nil {
		s.mu.Lock()
		delete(s.pending, c.id)
		s.mu.Unlock()
		panic(err)
	}
	for {
		switch m := s.wait(c); m.kind {
		case kindCall:
			s.serve(m, g)
		case kindReturn:
			s.apply(m, g)
			return m.values
		case kindPanic:
			s.apply(m, g)
			panic(m.thrown)
		case kindGoexit:
			s.goexit()
		}
	}
}

// extra adds what only tests without concurrency get: all memory that has crossed lately, so that both sides see
// changes of what the other one has kept.
func (e *Encoder) extra(s *Side) {
	if !s.sequential || !s.quiet() {
		return
	}
	for _, r := range s.table.latest() {
		e.visit(r)
	}
}
