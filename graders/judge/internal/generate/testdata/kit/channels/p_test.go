package channels_test

import (
	"sort"
	"testing"
	"time"

	"kit/channels"
)

func all(c <-chan int) (s []int) {
	for v := range c {
		s = append(s, v)
	}
	return s
}

func TestPipeline(t *testing.T) {
	if n := channels.Sum(channels.Square(nil, channels.Gen(5))); n != 30 {
		t.Error(n)
	}
	if got := all(channels.Gen(100)); len(got) != 100 || got[99] != 99 {
		t.Error(got)
	}
	merged := all(channels.Merge(channels.Gen(3), channels.Gen(4)))
	sort.Ints(merged)
	if len(merged) != 7 || merged[6] != 3 {
		t.Error(merged)
	}
}

func TestChannelsOfTheTests(t *testing.T) {
	in := make(chan int)
	go func() {
		defer close(in)
		for i := range 10 {
			in <- i
		}
	}()
	if channels.Sum(in) != 45 {
		t.Error("sum")
	}
	out := make(chan string, 3)
	channels.Fill(out, "a", "b")
	if <-out != "a" || <-out != "b" {
		t.Error("fill")
	}
	if _, open := <-out; open {
		t.Error("still open")
	}
	if !channels.IsNil(nil) || channels.IsNil(in) {
		t.Error("nil")
	}
}

func TestDone(t *testing.T) {
	done := make(chan struct{})
	in := make(chan int)
	out := channels.Square(done, in)
	in <- 3
	if <-out != 9 {
		t.Error("square")
	}
	close(done)
	go func() {
		for i := 0; i < 10; i++ {
			select {
			case in <- i:
			case <-time.After(200 * time.Millisecond):
			}
		}
	}()
	deadline := time.After(5 * time.Second)
	for {
		select {
		case _, open := <-out:
			if !open {
				return
			}
		case <-deadline:
			t.Fatal("not closed")
		}
	}
}
