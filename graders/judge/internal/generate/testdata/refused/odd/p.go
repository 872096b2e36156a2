// Package odd has what cannot be sealed beside what can.
package odd

import (
	"bytes"
	"sync"
	"time"
)

var Limit = 3

var calls int

type Secret struct {
	a []int
	f func()
}

func (s Secret) Len() int { return len(s.a) }

type Generic[T any] interface{ Get() T }

func Add(a, b int) int             { calls++; return a + b }
func Make(n int) Secret            { return Secret{a: make([]int, n)} }
func Both(c chan int)              { c <- 1 }
func Buffer(b *bytes.Buffer)       { b.WriteString("x") }
func Group(wg *sync.WaitGroup)     { wg.Done() }
func Zone(l *time.Location) string { return l.String() }
func First[T any](g Generic[T]) T  { return g.Get() }
func Keep[T any](v T) T            { return v }
func Stream(f func(int) int, n int) <-chan int {
	c := make(chan int, n)
	go func() {
		defer close(c)
		for i := range n {
			c <- f(i)
		}
	}()
	return c
}
