package crawl_test

import (
	"testing"
	"testing/synctest"
	"time"

	"course/crawler/crawl"
)

// receive takes n pages.
func receive(t *testing.T, pages <-chan crawl.Page, n int) {
	t.Helper()
	for i := range n {
		if _, ok := <-pages; !ok {
			t.Fatalf("the channel was closed after %d pages, want more than %d", i, n)
		}
	}
}

// TestLeak stops receiving while there are pages to come; the bubble sees what stays behind.
func TestLeak(t *testing.T) {
	tests := []struct {
		name    string
		workers int
		latency time.Duration
		pages   int
	}{
		{"1 worker, after the first page", 1, 0, 1},
		{"4 workers, after the first page", 4, 0, 1},
		{"4 workers, in the middle", 4, 0, 9},
		{"3 workers, near the end", 3, 0, 23},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				done := make(chan struct{})
				receive(t, crawl.Crawl("/", mesh(3, 8).fetch, tt.workers, 9, done), tt.pages)
				synctest.Wait() // until all that can happen without a receiver has happened
				close(done)
			})
		})
	}
	t.Run("during slow fetches", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			s := mesh(3, 8)
			s.latency = 50 * time.Millisecond
			done := make(chan struct{})
			receive(t, crawl.Crawl("/", s.fetch, 3, 9, done), 1)
			time.Sleep(20 * time.Millisecond)
			close(done)
		})
	})
}
