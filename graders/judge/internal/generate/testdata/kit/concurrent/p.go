package concurrent

import (
	"errors"
	"sync"
	"time"
)

type Counter struct {
	mu sync.Mutex
	n  int
}

func (c *Counter) Inc()     { c.mu.Lock(); c.n++; c.mu.Unlock() }
func (c *Counter) Get() int { c.mu.Lock(); defer c.mu.Unlock(); return c.n }

func Slow(d time.Duration) { time.Sleep(d) }

func Parallel(n int, f func(i int) error) error {
	var wg sync.WaitGroup
	errs := make([]error, n)
	for i := range n {
		wg.Add(1)
		go func() { defer wg.Done(); errs[i] = f(i) }()
	}
	wg.Wait()
	return errors.Join(errs...)
}

type Group struct {
	wg   sync.WaitGroup
	once sync.Once
	err  error
}

func (g *Group) Go(f func() error) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		if err := f(); err != nil {
			g.once.Do(func() { g.err = err })
		}
	}()
}
func (g *Group) Wait() error { g.wg.Wait(); return g.err }

type Cache struct {
	mu sync.Mutex
	m  map[string]string
}

func NewCache() *Cache { return &Cache{m: map[string]string{}} }
func (c *Cache) Get(key string, load func(string) string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.m[key]; ok {
		return v
	}
	c.m[key] = load(key)
	return c.m[key]
}

// Lines hands out what it reads in memory that it uses again, as bufio.Scanner and pools do.
type Lines struct {
	mu    sync.Mutex
	bytes []byte
	words []string
}

func (l *Lines) Bytes(text string, f func([]byte)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bytes = append(l.bytes[:0], text...)
	f(l.bytes)
}

func (l *Lines) Words(text string, f func([]string)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.words = append(l.words[:0], text, text)
	f(l.words)
}

func Fill(buf []byte, text string) int { return copy(buf, text) }
