package inplace

import (
	"reflect"
	"testing"
)

func TestChangesComeBack(t *testing.T) {
	s := []int{3, 1, 2}
	Sort(s)
	grid := [][]rune{{'a', 'b'}, {'c'}}
	Fill(grid, 'x')
	m := map[string]int{"a": 1}
	Count(m, "a")
	Count(m, "b")
	n := 41
	Inc(&n)
	p, q := Point{1, 2}, Point{3, 4}
	Move(&p, 10)
	Swap(&p, &q)
	a := [3]int{1, 2, 3}
	Rotate(&a)
	if !reflect.DeepEqual(s, []int{1, 2, 3}) || string(grid[0]) != "xx" || string(grid[1]) != "x" || m["a"] != 2 || m["b"] != 1 || n != 42 || p != (Point{3, 4}) || q != (Point{11, 2}) || a != [3]int{2, 3, 1} {
		t.Error(s, grid, m, n, p, q, a)
	}
	Drop(m)
	if len(m) != 0 {
		t.Error(m)
	}
}

func TestPartOfASlice(t *testing.T) {
	s := []int{9, 3, 1, 2, 0}
	Sort(s[1:4])
	if !reflect.DeepEqual(s, []int{9, 1, 2, 3, 0}) {
		t.Error(s)
	}
}

func TestResultsAlias(t *testing.T) {
	s := []int{1, 2, 3}
	First(s)[0] = 9
	Tail(s)[1] = 8
	if !reflect.DeepEqual(s, []int{9, 2, 8}) {
		t.Error(s)
	}
	p := &Point{1, 1}
	if Same(p) != p || !Alias(p, p) || Alias(p, &Point{1, 1}) || Same(nil) != nil {
		t.Error("identity")
	}
}

func TestAppendIntoSpareRoom(t *testing.T) {
	s := []int{1, 2, 3, 4}
	got := Append(s[:2], 9)
	if s[2] != 9 || &got[0] != &s[0] {
		t.Error(s, got)
	}
	full := []int{1, 2}
	if got := Append(full, 3); &got[0] == &full[0] || len(got) != 3 {
		t.Error("a full slice was not copied")
	}
}

func TestKeptSlicesAreShared(t *testing.T) {
	var s Store
	mine := []int{1, 2}
	s.Keep(mine)
	mine[0] = 10
	if s.Sum() != 12 {
		t.Error("the store does not see the change")
	}
	s.Double()
	if mine[0] != 20 || mine[1] != 4 {
		t.Error("the caller does not see the change", mine)
	}
	s.At(0)[1] = 5
	if mine[1] != 5 || s.Sum() != 25 {
		t.Error("the result is not the kept slice")
	}
}

func TestCopiesAreNotShared(t *testing.T) {
	var s Store
	mine := []int{1, 2}
	s.KeepCopy(mine)
	mine[0] = 10
	s.Double()
	if s.Sum() != 6 || mine[0] != 10 {
		t.Error(s.Sum(), mine)
	}
}
