package concurrent_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kit/concurrent"
)

func TestManyGoroutinesOnOneHandle(t *testing.T) {
	var c concurrent.Counter
	var wg sync.WaitGroup
	for range 200 {
		wg.Go(func() { c.Inc() })
	}
	wg.Wait()
	if c.Get() != 200 {
		t.Error(c.Get())
	}
}

func TestCallsRunAtTheSameTime(t *testing.T) {
	start := time.Now()
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { concurrent.Slow(50 * time.Millisecond) })
	}
	wg.Wait()
	if d := time.Since(start); d > 500*time.Millisecond {
		t.Error(d)
	}
}

func TestCallbacksFromManyGoroutines(t *testing.T) {
	var n atomic.Int64
	mine := errors.New("five")
	err := concurrent.Parallel(50, func(i int) error {
		n.Add(int64(i))
		if i == 5 {
			return mine
		}
		return nil
	})
	if n.Load() != 1225 || !errors.Is(err, mine) {
		t.Error(n.Load(), err)
	}
}

func TestGroup(t *testing.T) {
	var g concurrent.Group
	var n atomic.Int64
	for i := range 20 {
		g.Go(func() error {
			n.Add(1)
			if i == 7 {
				return fmt.Errorf("error %d", i)
			}
			return nil
		})
	}
	if err := g.Wait(); err == nil || err.Error() != "error 7" || n.Load() != 20 {
		t.Error(err, n.Load())
	}
}

func TestCacheLoadsOnce(t *testing.T) {
	c := concurrent.NewCache()
	var loads atomic.Int64
	load := func(k string) string { loads.Add(1); return k + "!" }
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			if got := c.Get(fmt.Sprint(i%4), load); got != fmt.Sprint(i%4)+"!" {
				t.Error(got)
			}
		})
	}
	wg.Wait()
	if loads.Load() != 4 {
		t.Error(loads.Load())
	}
}

func TestParallelSubtests(t *testing.T) {
	c := concurrent.NewCache()
	for i := range 5 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			if c.Get("k", func(string) string { return "v" }) != "v" {
				t.Error("value")
			}
		})
	}
}

func TestMemoryUsedAgainForAnotherGoroutine(t *testing.T) {
	var l concurrent.Lines
	buf := make([]byte, 3)
	check := func(text string) {
		l.Bytes(text, func(got []byte) {
			if string(got) != text {
				t.Errorf("%s: %s", text, got)
			}
		})
		l.Words(text, func(got []string) {
			if len(got) != 2 || got[0] != text || got[1] != text {
				t.Errorf("%s: %s", text, got)
			}
		})
		if n := concurrent.Fill(buf, text); n != 3 || string(buf) != text {
			t.Errorf("%s: %s", text, buf)
		}
	}
	check("one")
	var wg sync.WaitGroup
	for _, text := range []string{"two", "six", "ten"} {
		wg.Go(func() { check(text) })
		wg.Wait()
	}
	check("end")
}
