package crawl_test

import (
	"fmt"
	"testing"
	"time"

	"course/crawler/crawl"
)

// TestOnce lets every fetch take time, so that those that overlap are seen to.
func TestOnce(t *testing.T) {
	tests := []struct {
		name                   string
		levels, width, workers int
	}{
		{"2 workers", 2, 6, 2},
		{"3 workers", 3, 7, 3},
		{"5 workers", 2, 20, 5},
		{"8 workers", 3, 16, 8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := mesh(tt.levels, tt.width)
			s.latency = 10 * time.Millisecond
			bubble(t, func(t *testing.T) { checkOnce(t, s, tt.workers) })
		})
	}
}

// checkOnce crawls the whole site and compares the pages with the fetches.
func checkOnce(t *testing.T, s *site, workers int) {
	t.Helper()
	arrived := map[string]int{}
	for p := range crawl.Crawl("/", s.fetch, workers, 99, nil) {
		arrived[p.URL]++
	}
	call := fmt.Sprintf("Crawl(%q, fetch, %d, 99, nil)", "/", workers)
	for url := range s.links {
		if s.calls[url] != 1 || arrived[url] != 1 {
			t.Errorf("%s: page %q was fetched %d times and arrived %d times, want 1 and 1", call, url, s.calls[url], arrived[url])
			break
		}
	}
	if s.most > workers {
		t.Errorf("%s: fetches at the same time = %d, want at most %d", call, s.most, workers)
	}
}
