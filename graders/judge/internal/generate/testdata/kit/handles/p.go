package handles

import "sync"

type Counter struct {
	mu sync.Mutex
	n  map[string]int
}

func New() *Counter { return &Counter{n: map[string]int{}} }
func (c *Counter) Inc(key string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[key]++
	return c.n[key]
}
func (c *Counter) Self() *Counter { return c }
func (c *Counter) Merge(o *Counter) {
	for k, v := range o.n {
		c.n[k] += v
	}
}

type Stack struct{ items []int }

func (s *Stack) Push(v int) { s.items = append(s.items, v) }
func (s *Stack) Pop() (int, bool) {
	if s == nil || len(s.items) == 0 {
		return 0, false
	}
	v := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, true
}
func (s *Stack) Len() int {
	if s == nil {
		return -1
	}
	return len(s.items)
}

type Account struct{ balance int }

func (a *Account) Deposit(n int) { a.balance += n }
func (a Account) Balance() int   { return a.balance }
func Open(n int) Account         { return Account{n} }
func Swap(a, b *Account)         { *a, *b = *b, *a }

type Base struct{ id int }

func (b *Base) ID() int     { return b.id }
func (b *Base) SetID(n int) { b.id = n }

type Derived struct {
	Base
	name string
}

func NewDerived(n int) *Derived { return &Derived{Base{n}, "d"} }

type Registry struct{ all map[*Account]string }

func NewRegistry() *Registry                    { return &Registry{map[*Account]string{}} }
func (r *Registry) Put(a *Account, name string) { r.all[a] = name }
func (r *Registry) Get(a *Account) string       { return r.all[a] }
