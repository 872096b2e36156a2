package generics_test

import (
	"fmt"
	"strconv"
	"testing"

	"kit/generics"
)

func TestFunctions(t *testing.T) {
	if generics.Sum([]int{1, 2}) != 3 || generics.Sum([]float64{1, 2.5}) != 3.5 || generics.Sum([]generics.ID{1, 2}) != 3 {
		t.Error("Sum")
	}
	if got := generics.Map([]int{1, 2}, strconv.Itoa); fmt.Sprint(got) != "[1 2]" {
		t.Error(got)
	}
	if got := generics.Map([]string{"a"}, func(s string) []byte { return []byte(s) }); string(got[0]) != "a" {
		t.Error(got)
	}
	if fmt.Sprint(generics.Keys(map[string]bool{"b": true, "a": true})) != "[a b]" || generics.Zero[string]() != "" || *generics.Ptr(4) != 4 {
		t.Error("others")
	}
	if generics.Max(1, 3, 2) != 3 || generics.Max("a", "b") != "b" {
		t.Error("Max")
	}
}

func testStack[T comparable](t *testing.T, a, b T) {
	t.Helper()
	s := generics.New(a)
	s.Push(b)
	if v, ok := s.Pop(); v != b || !ok {
		t.Error(v, ok)
	}
	n := 0
	s.Each(func(v T) bool { n++; return v == b })
	if n != 1 {
		t.Error(n)
	}
	s.Pop()
	if _, ok := s.Pop(); ok {
		t.Error("not empty")
	}
}

func TestStack(t *testing.T) {
	testStack(t, 1, 2)
	testStack(t, "a", "b")
	testStack(t, generics.Pair[int, string]{1, "x"}, generics.MakePair(2, "y"))
}

func TestPair(t *testing.T) {
	p := generics.MakePair("a", 1).Swap()
	if p != (generics.Pair[int, string]{First: 1, Second: "a"}) {
		t.Error(p)
	}
}

func TestList(t *testing.T) {
	var l generics.List[string]
	if !l.Add("a").Add("b").Has("a") || l.Has("c") || l.Len() != 2 {
		t.Error("list")
	}
}

func TestSet(t *testing.T) {
	s := generics.Set[int]{}
	s.Add(3)
	if !s.Has(3) || s.Has(4) || len(s) != 1 {
		t.Error(s)
	}
}

type counting map[string]bool

func (c counting) Put(v string) bool     { old := c[v]; c[v] = true; return !old }
func (c counting) Each(f func(v string)) {}

func TestGenericInterface(t *testing.T) {
	b := generics.NewBag[int]()
	if !b.Put(1) || b.Put(1) || generics.Fill(b, 1, 2, 3) != 2 {
		t.Error("bag")
	}
	sum := 0
	b.Each(func(v int) { sum += v })
	if sum != 6 || generics.Fill[string](counting{}, "a", "b", "a") != 2 {
		t.Error(sum)
	}
}
