package sample

import (
	"sync"
	"testing"
)

func TestIndex(t *testing.T) {
	t.Run("before", func(t *testing.T) {})
	t.Run("panics", func(t *testing.T) {
		t.Log("about to read")
		var none []int
		_ = none[len(none)]
	})
	t.Run("after", func(t *testing.T) {})
}

func TestGoroutine(t *testing.T) {
	t.Run("before", func(t *testing.T) {})
	var wait sync.WaitGroup
	wait.Go(func() { panic("elsewhere") })
	wait.Wait()
}
