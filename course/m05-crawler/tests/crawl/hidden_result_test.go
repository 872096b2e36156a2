package crawl_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"course/crawler/crawl"
)

// checkPages compares the set of pages with what can be reached; how often a page came is not its matter.
func checkPages(t *testing.T, s *site, root string, workers, depth int) {
	t.Helper()
	got := map[string]string{}
	for p := range crawl.Crawl(root, s.fetch, workers, depth, nil) {
		got[p.URL] = text(p)
	}
	want := s.reachable(root, depth)
	call := fmt.Sprintf("Crawl(%q, fetch, %d, %d, nil)", root, workers, depth)
	for _, url := range slices.Sorted(maps.Keys(want)) {
		if got[url] != want[url] {
			t.Errorf("%s: page %q = %q, want %q", call, url, got[url], want[url])
		}
	}
	for _, url := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[url]; !ok {
			t.Errorf("%s: page %q = %q, want no such page", call, url, got[url])
		}
	}
}

func links(pairs map[string][]string) *site { return &site{links: pairs} }

// A page that is only known over a long way first, were the depths not finished one by one.
func shortcut() *site {
	return links(map[string][]string{
		"/":  {"/a", "/x"},
		"/a": {"/b"}, "/b": {"/c"}, "/c": {"/d"},
		"/x": {"/y"}, "/y": {"/c", "/z"},
	})
}

func TestResult(t *testing.T) {
	missing := mesh(2, 4)
	missing.gone = map[string]bool{"/1/2": true, "/2/0": true, "/2/3": true}
	tests := []struct {
		name  string
		site  *site
		root  string
		depth int
	}{
		{"depth 0", mesh(2, 3), "/", 0},
		{"depth 1", mesh(3, 3), "/", 1},
		{"the last depth", mesh(3, 5), "/", 3},
		{"deeper than the web", mesh(2, 6), "/", 9},
		{"a chain cut off", chain(9), "/0", 5},
		{"a cycle", links(map[string][]string{"/": {"/a"}, "/a": {"/b"}, "/b": {"/"}}), "/", 20},
		{"a link to itself", links(map[string][]string{"/": {"/", "/"}}), "/", 3},
		{"the same link twice", links(map[string][]string{"/": {"/a", "/a", "/b", "/a"}}), "/", 2},
		{"two ways of different length", shortcut(), "/", 3},
		{"failed fetches", missing, "/", 4},
	}
	for _, tt := range tests {
		for _, workers := range []int{1, 3} {
			t.Run(fmt.Sprintf("%s, workers %d", tt.name, workers), func(t *testing.T) {
				bubble(t, func(t *testing.T) { checkPages(t, tt.site, tt.root, workers, tt.depth) })
			})
		}
	}
}

func TestResultOfOddArguments(t *testing.T) {
	tests := []struct {
		name           string
		workers, depth int
	}{
		{"no workers", 0, 2},
		{"negative workers", -2, 2},
		{"more workers than pages", 50, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) { checkPages(t, mesh(2, 3), "/", tt.workers, tt.depth) })
		})
	}
	t.Run("negative depth", func(t *testing.T) {
		bubble(t, func(t *testing.T) { checkPages(t, mesh(2, 3), "/", 2, -1) })
	})
	t.Run("a root that fails", func(t *testing.T) {
		gone := &site{gone: map[string]bool{"/": true}}
		bubble(t, func(t *testing.T) { checkPages(t, gone, "/", 2, 3) })
	})
}

// randomSite has n pages with up to four links each, some of which fail.
func randomSite(r *rand.Rand, n int) *site {
	s := &site{links: map[string][]string{}, gone: map[string]bool{}}
	for i := range n {
		url := fmt.Sprint("/", i)
		for range r.IntN(5) {
			s.links[url] = append(s.links[url], fmt.Sprint("/", r.IntN(n)))
		}
		s.gone[url] = r.IntN(8) == 0
	}
	s.links["/0"], s.gone["/0"] = []string{"/1", "/2"}, false
	return s
}

func TestResultOfRandomWebs(t *testing.T) {
	r := random()
	for range 20 {
		s, workers, depth := randomSite(r, 30), 1+r.IntN(4), r.IntN(6)
		bubble(t, func(t *testing.T) { checkPages(t, s, "/0", workers, depth) })
		if t.Failed() {
			t.Fatalf("the web was %v, failing %v", s.links, s.gone)
		}
	}
}
