package sample

import (
	"sync"
	"testing"
	"time"
)

func TestCounts(t *testing.T) {
	t.Run("before", func(t *testing.T) {})
	t.Run("races", func(t *testing.T) {
		n := 0
		var wait sync.WaitGroup
		for range 2 {
			wait.Go(func() { n++; time.Sleep(time.Millisecond) })
		}
		wait.Wait()
	})
}

func TestIsClean(t *testing.T) {
	for range 8 {
		t.Run("parallel", func(t *testing.T) {
			t.Parallel()
			t.Log("nothing shared")
		})
	}
}
