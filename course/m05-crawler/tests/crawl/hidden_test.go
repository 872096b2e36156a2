package crawl_test

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"course/crawler/crawl"
)

// bubble runs f with a clock of its own, which moves only while every goroutine waits. It fails t when all wait for
// each other, and when one still waits after f has returned and every running fetch had time to end.
func bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	defer func() {
		trouble := recover()
		switch text := fmt.Sprint(trouble); {
		case trouble == nil:
		case strings.Contains(text, "main bubble goroutine has exited"):
			t.Error("goroutines are left that will never end")
		case strings.Contains(text, "all goroutines in bubble are blocked"):
			t.Error("deadlock: every goroutine waits for another")
		default:
			t.Error(text)
		}
	}()
	synctest.Test(t, func(t *testing.T) {
		f(t)
		time.Sleep(time.Minute)
	})
}

var errGone = errors.New("gone")

// site is a web in memory that keeps account of its visitors.
type site struct {
	links map[string][]string
	// gone holds the pages whose fetch fails.
	gone map[string]bool
	// latency is how long a fetch takes.
	latency time.Duration

	mu            sync.Mutex
	calls         map[string]int
	running, most int
}

func (s *site) fetch(url string) ([]string, error) {
	s.mu.Lock()
	if s.calls == nil {
		s.calls = make(map[string]int)
	}
	s.calls[url]++
	s.running++
	s.most = max(s.most, s.running)
	s.mu.Unlock()
	time.Sleep(s.latency)
	s.mu.Lock()
	s.running--
	s.mu.Unlock()
	if s.gone[url] {
		return nil, errGone
	}
	return slices.Clone(s.links[url]), nil
}

// total returns how many fetches have begun.
func (s *site) total() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, calls := range s.calls {
		n += calls
	}
	return n
}

// reachable returns the pages that a crawl must find, by address, as text.
func (s *site) reachable(root string, depth int) map[string]string {
	found := map[string]string{}
	level := []string{root}
	for d := 0; d <= depth; d++ {
		var next []string
		for _, url := range level {
			if _, seen := found[url]; seen {
				continue
			}
			page := crawl.Page{URL: url, Depth: d, Links: s.links[url]}
			if s.gone[url] {
				page.Links, page.Err = nil, errGone
			}
			found[url] = text(page)
			next = append(next, page.Links...)
		}
		level = next
	}
	return found
}

func text(p crawl.Page) string {
	if p.Err != nil {
		return fmt.Sprintf("depth %d, error %v", p.Depth, errors.Is(p.Err, errGone))
	}
	return fmt.Sprintf("depth %d, links %q", p.Depth, p.Links)
}

// mesh has levels of width pages below the root; every page links to the whole next level, to itself and to the root.
func mesh(levels, width int) *site {
	name := func(level, i int) string {
		if level == 0 {
			return "/"
		}
		return fmt.Sprintf("/%d/%d", level, i)
	}
	s := &site{links: map[string][]string{}}
	for level := range levels + 1 {
		for i := range width {
			links := []string{name(level, i), "/"}
			for j := range width {
				if level < levels {
					links = append(links, name(level+1, j))
				}
			}
			s.links[name(level, i)] = links
		}
	}
	return s
}

// chain is a page that links to a page, and so on, n in all.
func chain(n int) *site {
	s := &site{links: map[string][]string{}}
	for i := range n - 1 {
		s.links[fmt.Sprint("/", i)] = []string{fmt.Sprint("/", i+1)}
	}
	return s
}

// random makes inputs that a grader can vary: the same PUSHMARK_SEED gives the same inputs.
func random() *rand.Rand {
	sum := sha256.Sum256([]byte(os.Getenv("PUSHMARK_SEED")))
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])))
}
