package crawl_test

import (
	"testing"
	"time"

	"course/crawler/crawl"
)

// quiet returns a fetcher without locks or counters: they would order the crawler's goroutines and hide its races.
// Each call returns a slice of its own.
func quiet(s *site, latency time.Duration) crawl.Fetcher {
	return func(url string) ([]string, error) {
		time.Sleep(latency)
		return append([]string(nil), s.links[url]...), nil
	}
}

// checkComplete receives everything and changes what it received, which is its own.
func checkComplete(t *testing.T, s *site, pages <-chan crawl.Page) {
	t.Helper()
	got := map[string]bool{}
	for p := range pages {
		got[p.URL] = true
		clear(p.Links)
	}
	if len(got) != len(s.links) {
		t.Errorf("different pages = %d, want %d", len(got), len(s.links))
	}
}

func TestRaceOfWorkers(t *testing.T) {
	s := mesh(4, 12)
	bubble(t, func(t *testing.T) { checkComplete(t, s, crawl.Crawl("/", quiet(s, 0), 4, 99, nil)) })
}

func TestRaceOfSlowFetches(t *testing.T) {
	s := mesh(3, 12)
	bubble(t, func(t *testing.T) { checkComplete(t, s, crawl.Crawl("/", quiet(s, 3*time.Second), 6, 99, nil)) })
}

func TestRaceOfPipeline(t *testing.T) {
	s := mesh(3, 10)
	bubble(t, func(t *testing.T) {
		flat := make(chan crawl.Page)
		go func() {
			defer close(flat)
			for batch := range crawl.Batch(crawl.Crawl("/", quiet(s, time.Second), 3, 99, nil), 4, 1500*time.Millisecond) {
				for _, p := range batch {
					flat <- p
				}
			}
		}()
		checkComplete(t, s, flat)
	})
}
