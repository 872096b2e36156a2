package crawl_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"course/crawler/crawl"
)

// checkEnds receives with a pause after each page and counts. In a bubble a deadlock is seen at once.
func checkEnds(t *testing.T, s *site, root string, workers int, pause time.Duration, want int) {
	t.Helper()
	bubble(t, func(t *testing.T) {
		got := 0
		for range crawl.Crawl(root, s.fetch, workers, 99, nil) {
			time.Sleep(pause)
			got++
		}
		if got != want {
			t.Errorf("Crawl(%q, fetch, %d, 99, nil) = %d pages, want %d", root, workers, got, want)
		}
	})
}

// wide is a page with n links to pages that have none.
func wide(n int) *site {
	s := links(map[string][]string{})
	for i := range n {
		s.links["/"] = append(s.links["/"], fmt.Sprint("/", i))
	}
	return s
}

func TestEndsWithOneWorker(t *testing.T) {
	t.Run("many links to pages without links", func(t *testing.T) { checkEnds(t, wide(40), "/", 1, 0, 41) })
	t.Run("a long chain", func(t *testing.T) { checkEnds(t, chain(60), "/0", 1, 0, 60) })
	t.Run("many links on many pages", func(t *testing.T) { checkEnds(t, mesh(3, 6), "/", 1, 0, 19) })
	t.Run("a slow receiver", func(t *testing.T) { checkEnds(t, mesh(2, 5), "/", 1, time.Second, 11) })
}

func TestEndsWithMoreWorkers(t *testing.T) {
	t.Run("a page without links", func(t *testing.T) { checkEnds(t, wide(0), "/", 4, time.Second, 1) })
	t.Run("a slow receiver", func(t *testing.T) { checkEnds(t, mesh(2, 10), "/", 4, time.Second, 21) })
}

// TestEndsWhenDone wants the channel closed soon, and hardly a fetch more, whoever receives.
func TestEndsWhenDone(t *testing.T) {
	for _, workers := range []int{1, 3} {
		t.Run(fmt.Sprintf("workers %d", workers), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := mesh(3, 12)
				s.latency = 10 * time.Millisecond
				done := make(chan struct{})
				pages := crawl.Crawl("/", s.fetch, workers, 99, done)
				receive(t, pages, 2)
				synctest.Wait()
				before := s.total()
				close(done)
				for range pages {
				}
				if more := s.total() - before; more > workers {
					t.Errorf("fetches begun after done was closed = %d, want at most %d", more, workers)
				}
			})
		})
	}
}
