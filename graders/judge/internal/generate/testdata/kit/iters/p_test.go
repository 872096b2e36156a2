package iters_test

import (
	"fmt"
	"iter"
	"slices"
	"testing"

	"kit/iters"
)

func TestRange(t *testing.T) {
	var got []int
	for v := range iters.Count(10) {
		if v == 3 {
			break
		}
		got = append(got, v)
	}
	if fmt.Sprint(got) != "[0 1 2]" {
		t.Error(got)
	}
	for i, s := range iters.Enumerate([]string{"a", "b"}) {
		got = append(got, i+len(s))
	}
	if fmt.Sprint(got) != "[0 1 2 1 2]" {
		t.Error(got)
	}
}

func TestBothWays(t *testing.T) {
	even := iters.Filter(slices.Values([]int{1, 2, 3, 4}), func(v int) bool { return v%2 == 0 })
	if got := iters.Collect(even); fmt.Sprint(got) != "[2 4]" {
		t.Error(got)
	}
	endless := func(yield func(int) bool) {
		for i := 0; yield(i); i++ {
		}
	}
	if got := iters.Take(endless, 3); fmt.Sprint(got) != "[0 1 2]" {
		t.Error(got)
	}
}

func TestTree(t *testing.T) {
	var tree *iters.Tree
	for _, v := range []int{5, 2, 8, 1} {
		tree = tree.Insert(v)
	}
	if got := slices.Collect(tree.All()); fmt.Sprint(got) != "[1 2 5 8]" {
		t.Error(got)
	}
	next, stop := iter.Pull(tree.All())
	defer stop()
	if v, ok := next(); v != 1 || !ok {
		t.Error(v, ok)
	}
}
