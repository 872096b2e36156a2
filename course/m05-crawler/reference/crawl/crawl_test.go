package crawl

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"course/crawler/web"
)

func site() web.Web {
	return web.Web{
		"/":        {"/a", "/b", "/a"},
		"/a":       {"/", "/deep", "/gone"},
		"/b":       {"/a", "/deep", "/b"},
		"/deep":    {"/deeper"},
		"/deeper":  {"/deepest"},
		"/deepest": nil,
	}
}

// urls returns the addresses of all pages, with their depth, sorted.
func urls(pages <-chan Page) string {
	var all []string
	for p := range pages {
		all = append(all, strings.Repeat(">", p.Depth)+p.URL)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func TestCrawlReachesEveryPageOnceUpToItsDepth(t *testing.T) {
	tests := []struct {
		workers, depth int
		want           string
	}{
		{1, -1, ""},
		{1, 0, "/"},
		{4, 1, "/ >/a >/b"},
		{0, 2, "/ >/a >/b >>/deep >>/gone"},
		{2, 9, "/ >/a >/b >>/deep >>/gone >>>/deeper >>>>/deepest"},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			got := urls(Crawl("/", site().Fetch, tt.workers, tt.depth, nil))
			want := strings.Fields(tt.want)
			slices.Sort(want)
			if got != strings.Join(want, " ") {
				t.Errorf("Crawl(%d workers, depth %d) = %q, want %q", tt.workers, tt.depth, got, want)
			}
		})
	}
}

func TestCrawlReportsAFailedFetchAsAPage(t *testing.T) {
	page := <-Crawl("/nowhere", site().Fetch, 1, 1, nil)
	if page.URL != "/nowhere" || !errors.Is(page.Err, web.ErrNotFound) {
		t.Errorf("page = %+v, want /nowhere with %v", page, web.ErrNotFound)
	}
}

func TestNoGoroutineIsLeftWhenTheReceiverHasGone(t *testing.T) {
	// The bubble fails the test when a goroutine still waits at its end.
	synctest.Test(t, func(t *testing.T) {
		done := make(chan struct{})
		slow := func(url string) ([]string, error) {
			time.Sleep(time.Second)
			return site().Fetch(url)
		}
		<-Crawl("/", slow, 2, 9, done)
		synctest.Wait()
		close(done)
		time.Sleep(time.Minute) // of the bubble's clock: time for the running fetches
	})
}

func TestWorkersFetchAtTheSameTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		slow := func(url string) ([]string, error) {
			time.Sleep(time.Second)
			return site().Fetch(url)
		}
		for range Crawl("/", slow, 2, 2, nil) {
		}
		if got := time.Since(start); got != 3*time.Second {
			t.Errorf("three depths took %v, want 3s", got)
		}
	})
}
