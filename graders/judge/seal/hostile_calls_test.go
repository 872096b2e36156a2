package seal

import (
	"sync/atomic"
	"testing"
	"time"
)

func TestTwoAnswersToOneCall(t *testing.T) {
	a := attack(t)
	go func() {
		a.out.Write(raw(kindReturn, 1, 0, nil, 10, 0))
		a.out.Write(raw(kindReturn, 1, 0, nil, 10, 0))
	}()
	calling1(a, func(f func() int) {
		if f() != 5 {
			t.Error("the first answer")
		}
		f()
	})
	wantEnd(t, a, ExitViolation)
}

// given lets the tests give a func away and returns its number and the id of the call.
func given(a *attacked, f func()) (number, id uint64, done chan any) {
	done = calling1(a, func(take func(func())) { take(f); take(nil) })
	frame := a.next()
	d := a.newDecoder(frame.body)
	d.take(d.count(1))
	d.byte()
	d.text()
	n, _ := d.mention()
	return n, frame.id, done
}

func TestFuncsOfTheTestsNeverRunAtTheSameTimeOrUnasked(t *testing.T) {
	a := attack(t)
	var running, most, runs atomic.Int64
	number, id, _ := given(a, func() {
		most.Store(max(most.Load(), running.Add(1)))
		runs.Add(1)
		time.Sleep(100 * time.Microsecond)
		running.Add(-1)
	})
	go func() {
		for a.next().kind != 0 {
		}
	}()
	for i := range uint64(500) {
		a.out.Write(raw(kindCall, i+1, id, nil, join([]byte{targetObject}, numbers(number), []byte{0})...))
	}
	a.out.Write(raw(kindReturn, id, 0, nil, 0))
	for deadline := time.Now().Add(time.Minute); runs.Load() < 500 && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if runs.Load() != 500 || most.Load() != 1 {
		t.Errorf("%d runs, %d at the same time", runs.Load(), most.Load())
	}
	// The second call of the test is in progress: end it, then nothing more may run.
	a.out.Write(raw(kindReturn, id+1, 0, nil, 0))
	time.Sleep(20 * time.Millisecond)
	before := runs.Load()
	for i := range uint64(100) {
		a.out.Write(raw(kindCall, 1000+i, 0, nil, join([]byte{targetObject}, numbers(number), []byte{0})...))
	}
	time.Sleep(50 * time.Millisecond)
	if runs.Load() != before {
		t.Errorf("%d runs while no call was in progress", runs.Load()-before)
	}
}

func TestACallbackInTheServiceOfAnotherCall(t *testing.T) {
	a := attack(t)
	number, _, _ := given(a, func() {})
	go a.out.Write(raw(kindCall, 1, 4711, nil, join([]byte{targetObject}, numbers(number), []byte{0})...))
	wantEnd(t, a, ExitViolation)
}

func TestManyCallbacksAtOnceEnd(t *testing.T) {
	a := attack(t)
	block := make(chan bool)
	defer close(block)
	number, id, _ := given(a, func() { <-block })
	go func() {
		for i := range uint64(maxOrphans + 10) {
			a.out.Write(raw(kindCall, i+1, id, nil, join([]byte{targetObject}, numbers(number), []byte{0})...))
		}
	}()
	// While the func blocks, nobody reads: the pipe is full and nothing grows.
	time.Sleep(100 * time.Millisecond)
	a.mu.Lock()
	defer a.mu.Unlock()
	if n := len(a.orphans); n > maxOrphans {
		t.Errorf("%d callbacks wait", n)
	}
}

func TestAMethodThatAnObjectWasNotGivenFor(t *testing.T) {
	a := attack(t)
	type secret interface{ Secret() int }
	Interface(a.Side, "secret", (*secret)(nil), func(r Remote) any { return nil }, Methods{"Secret": secret.Secret})
	done := calling1(a, func(f func(walker)) { f(both{}) })
	frame := a.next()
	d := a.newDecoder(frame.body)
	d.take(d.count(1))
	d.byte()
	d.text()
	d.byte()
	number, _ := d.mention()
	go a.out.Write(raw(kindCall, 1, frame.id, nil, join([]byte{targetMethod}, numbers(number), text("secret"), text("Secret"), []byte{0})...))
	wantEnd(t, a, ExitViolation)
	_ = done
}

type both struct{}

func (both) Walk() int   { return 1 }
func (both) Secret() int { return 2 }

func TestMemoryOfAnotherGoroutineStaysAsItIs(t *testing.T) {
	a := attack(t)
	mine := &node{V: 1}
	first := calling1(a, func(f func(*node)) { f(mine) })
	frame := a.next()
	d := a.newDecoder(frame.body)
	head := &Decoder{b: d.take(d.count(1))}
	number := head.uvarint()
	a.out.Write(raw(kindReturn, frame.id, 0, nil, 0))
	<-first
	// Another goroutine calls; the answer brings new content for the first one's memory.
	second := calling1(a, func(f func() int) { f() })
	frame = a.next()
	a.out.Write(raw(kindReturn, frame.id, 0, nil, join([]byte{2}, numbers(number), []byte{84, 0, 0})...))
	<-second
	if mine.V != 1 {
		t.Errorf("it has become %d", mine.V)
	}
}

func TestSilenceWhilePackagesAreInitialisedEnds(t *testing.T) {
	a := attack(t)
	a.ready = func() bool { return false }
	armed := false
	a.deadline = func(on bool) {
		if on && !armed {
			armed = true
			a.out.Write([]byte{}) // nothing comes
		}
	}
	go func() {
		time.Sleep(20 * time.Millisecond)
		a.out.(interface{ Close() error }).Close()
	}()
	calling1(a, func(f func() int) { f() })
	wantEnd(t, a, ExitServant)
	if !armed {
		t.Error("the answer has no deadline")
	}
}

func TestTooManyCallsEnd(t *testing.T) {
	a := attack(t)
	a.budget = 3
	go func() {
		for i := range uint64(10) {
			a.out.Write(raw(kindReturn, i+1, 0, nil, 2, 0))
		}
	}()
	calling1(a, func(f func() int) {
		for range 10 {
			f()
		}
	})
	wantEnd(t, a, ExitBudget)
}
