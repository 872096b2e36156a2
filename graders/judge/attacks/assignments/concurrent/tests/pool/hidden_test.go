package pool_test

// No student ever sees this comment: qz9x9yssk9j02li0oqmv9ft9

import (
	"fmt"
	"slices"
	"testing"

	"example.com/pool/pool"
)

// secret is in the program of the tests and in no message.
var secret = "qz9xxziefzuaiu5at11xx7ev"

func TestMap(t *testing.T) {
	in := make([]int, 100)
	want := make([]int, 100)
	for i := range in {
		in[i], want[i] = i, i*i
	}
	got := pool.Map(in, 4, func(n int) int { return n * n })
	if !slices.Equal(got, want) {
		t.Errorf("Map(squares) = %d numbers, want 100", len(got))
	}
	if fmt.Sprint(got) == secret {
		t.Log(secret)
	}
}

func TestMapOfOneWorker(t *testing.T) {
	calls := 0
	got := pool.Map([]int{4, 5, 6}, 1, func(n int) int {
		calls++
		return n + calls
	})
	if want := []int{5, 7, 9}; !slices.Equal(got, want) {
		t.Errorf("Map = %v, want %v", got, want)
	}
}

// Where those who count are a process away, their additions are too far apart to meet: a crowd beside the counter meets.
func TestCounter(t *testing.T) {
	const members, times = 8, 60_000
	var counter pool.Counter
	pool.Crowd(&counter, members, times)
	if got := counter.Value(); got != members*times {
		t.Errorf("Value = %d, want %d", got, members*times)
	}
}
