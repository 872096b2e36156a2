package generics

import (
	"cmp"
	"sort"
)

type Number interface{ ~int | ~int64 | ~float64 }

func Sum[T Number](list []T) (s T) {
	for _, v := range list {
		s += v
	}
	return s
}
func Map[T, U any](list []T, f func(T) U) []U {
	out := make([]U, 0, len(list))
	for _, v := range list {
		out = append(out, f(v))
	}
	return out
}
func Keys[K cmp.Ordered, V any](m map[K]V) []K {
	var ks []K
	for k := range m {
		ks = append(ks, k)
	}
	sort.Slice(ks, func(i, j int) bool { return ks[i] < ks[j] })
	return ks
}
func Zero[T any]() (z T) { return }
func Ptr[T any](v T) *T  { return &v }
func Max[T cmp.Ordered](first T, rest ...T) T {
	for _, v := range rest {
		first = max(first, v)
	}
	return first
}

type Stack[T any] struct{ items []T }

func New[T any](items ...T) *Stack[T] { return &Stack[T]{items} }
func (s *Stack[T]) Push(v T)          { s.items = append(s.items, v) }
func (s *Stack[T]) Pop() (v T, ok bool) {
	if len(s.items) == 0 {
		return v, false
	}
	v = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, true
}
func (s *Stack[T]) Each(f func(T) bool) {
	for _, v := range s.items {
		if !f(v) {
			return
		}
	}
}

type Pair[A, B any] struct {
	First  A
	Second B
}

func MakePair[A, B any](a A, b B) Pair[A, B] { return Pair[A, B]{a, b} }
func (p Pair[A, B]) Swap() Pair[B, A]        { return Pair[B, A]{p.Second, p.First} }

type List[T comparable] struct {
	head *node[T]
	n    int
}

type node[T comparable] struct {
	v    T
	next *node[T]
}

func (l *List[T]) Add(v T) *List[T] { l.head = &node[T]{v, l.head}; l.n++; return l }
func (l *List[T]) Has(v T) bool {
	for n := l.head; n != nil; n = n.next {
		if n.v == v {
			return true
		}
	}
	return false
}
func (l *List[T]) Len() int { return l.n }

type ID int

type Set[T comparable] map[T]struct{}

func (s Set[T]) Add(v T)      { s[v] = struct{}{} }
func (s Set[T]) Has(v T) bool { _, ok := s[v]; return ok }

type Bag[T comparable] interface {
	Put(v T) bool
	Each(f func(T))
}

type bag[T comparable] struct{ m map[T]int }

func (b *bag[T]) Put(v T) bool { b.m[v]++; return b.m[v] == 1 }
func (b *bag[T]) Each(f func(T)) {
	for v := range b.m {
		f(v)
	}
}

func NewBag[T comparable]() Bag[T] { return &bag[T]{map[T]int{}} }
func Fill[T comparable](b Bag[T], list ...T) (fresh int) {
	for _, v := range list {
		if b.Put(v) {
			fresh++
		}
	}
	return fresh
}
