// Package pool works with several goroutines.
package pool

import "sync"

// Map gives f of every number, in order, computed by so many workers.
func Map(in []int, workers int, f func(int) int) []int {
	out := make([]int, len(in))
	next := make(chan int)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for i := range next {
				out[i] = f(in[i])
			}
		})
	}
	for i := range in {
		next <- i
	}
	close(next)
	all.Wait()
	return out
}

// Counter counts from many goroutines at once.
type Counter struct {
	mu  sync.Mutex
	sum int
}

// Add adds n.
func (c *Counter) Add(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sum += n
}

// Value gives the sum.
func (c *Counter) Value() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sum
}
