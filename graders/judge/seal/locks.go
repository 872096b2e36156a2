package seal

import (
	"sync"
)

// lock keeps the funcs of one goroutine from running at the same time; the goroutine that holds it may come again.
type lock struct {
	mu     sync.Mutex
	free   *sync.Cond
	holder uint64
	depth  int
}

// hold takes the lock of the goroutine that gave a func away.
func (s *Side) hold(x *object, goid uint64) *lock {
	if !s.tests || x == nil || s.sequential {
		return nil
	}
	s.mu.Lock()
	l := s.locks[x.owner]
	if l == nil {
		l = &lock{}
		l.free = sync.NewCond(&l.mu)
		s.locks[x.owner] = l
	}
	s.mu.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.depth > 0 && l.holder != goid {
		l.free.Wait()
	}
	l.holder = goid
	l.depth++
	return l
}

func (l *lock) release() {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.depth--; l.depth == 0 {
		l.free.Broadcast()
	}
}
