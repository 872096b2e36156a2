package handles_test

import (
	"testing"

	"kit/handles"
)

func TestHandle(t *testing.T) {
	c, d := handles.New(), handles.New()
	c.Inc("a")
	if c.Inc("a") != 2 || d.Inc("a") != 1 || c.Self() != c || c == d {
		t.Error("counters")
	}
	c.Merge(d)
	if c.Inc("a") != 4 {
		t.Error("merged")
	}
}

func TestZeroValueAndNil(t *testing.T) {
	var s handles.Stack
	s.Push(1)
	s.Push(2)
	if v, ok := s.Pop(); v != 2 || !ok || s.Len() != 1 {
		t.Error(v, ok)
	}
	var none *handles.Stack
	if none.Len() != -1 {
		t.Error("nil receiver")
	}
	if _, ok := new(handles.Stack).Pop(); ok {
		t.Error("empty")
	}
}

func TestCopiesDiverge(t *testing.T) {
	a := handles.Open(10)
	b := a
	a.Deposit(5)
	if a.Balance() != 15 || b.Balance() != 10 {
		t.Error(a.Balance(), b.Balance())
	}
	b.Deposit(1)
	p := &a
	c := *p
	p.Deposit(1)
	if c.Balance() != 15 || a.Balance() != 16 || b.Balance() != 11 {
		t.Error(c.Balance(), a.Balance(), b.Balance())
	}
	a = handles.Account{}
	if a.Balance() != 0 || p.Balance() != 0 {
		t.Error("reset")
	}
	handles.Swap(&b, &c)
	if b.Balance() != 15 || c.Balance() != 11 {
		t.Error("swapped")
	}
	list := []handles.Account{a, b}
	list[1].Deposit(1)
	if list[1].Balance() != 16 || b.Balance() != 15 {
		t.Error("in a slice")
	}
}

func TestEqualValues(t *testing.T) {
	if handles.Open(3) != handles.Open(3) || handles.Open(3) == handles.Open(4) || handles.Open(0) != (handles.Account{}) {
		t.Error("==")
	}
	m := map[handles.Account]string{handles.Open(1): "one"}
	if m[handles.Open(1)] != "one" || m[handles.Open(2)] != "" {
		t.Error("map")
	}
}

func TestPromotedMethods(t *testing.T) {
	d := handles.NewDerived(4)
	if d.ID() != 4 {
		t.Error(d.ID())
	}
	d.SetID(5)
	if d.ID() != 5 {
		t.Error(d.ID())
	}
}

func TestPointersAsKeys(t *testing.T) {
	r := handles.NewRegistry()
	a, b := handles.Open(1), handles.Open(1)
	r.Put(&a, "a")
	r.Put(&b, "b")
	if r.Get(&a) != "a" || r.Get(&b) != "b" || r.Get(new(handles.Account)) != "" {
		t.Error("registry")
	}
}
