package iters

import "iter"

func Count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}
func Enumerate(s []string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i, v := range s {
			if !yield(i, v) {
				return
			}
		}
	}
}
func Filter[T any](in iter.Seq[T], keep func(T) bool) iter.Seq[T] {
	return func(yield func(T) bool) {
		for v := range in {
			if keep(v) && !yield(v) {
				return
			}
		}
	}
}
func Collect(in iter.Seq[int]) (out []int) {
	for v := range in {
		out = append(out, v)
	}
	return out
}
func Take(in iter.Seq[int], n int) (out []int) {
	for v := range in {
		if len(out) == n {
			break
		}
		out = append(out, v)
	}
	return out
}

type Tree struct {
	left, right *Tree
	v           int
}

func (t *Tree) Insert(v int) *Tree {
	if t == nil {
		return &Tree{v: v}
	}
	if v < t.v {
		t.left = t.left.Insert(v)
	} else {
		t.right = t.right.Insert(v)
	}
	return t
}
func (t *Tree) All() iter.Seq[int] { return func(yield func(int) bool) { t.push(yield) } }
func (t *Tree) push(yield func(int) bool) bool {
	return t == nil || t.left.push(yield) && yield(t.v) && t.right.push(yield)
}
