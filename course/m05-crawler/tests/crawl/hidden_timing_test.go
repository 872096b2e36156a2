package crawl_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"course/crawler/crawl"
)

// play sends a page named after each second at that second, and closes the channel at the last one.
func play(seconds ...int) <-chan crawl.Page {
	out := make(chan crawl.Page)
	go func() {
		defer close(out)
		now := 0
		for i, s := range seconds {
			time.Sleep(time.Duration(s-now) * time.Second)
			now = s
			if i < len(seconds)-1 {
				out <- crawl.Page{URL: fmt.Sprint(s)}
			}
		}
	}()
	return out
}

// clock returns a function that tells the seconds since now.
func clock() func() string {
	start := time.Now()
	return func() string { return fmt.Sprintf("@%gs", time.Since(start).Seconds()) }
}

func TestTimingOfBatch(t *testing.T) {
	tests := []struct {
		name  string
		sent  []int
		size  int
		wait  int
		after string
	}{
		{"full", []int{1, 2, 3, 4, 5}, 2, 100, "[1 2]@2s [3 4]@4s"},
		{"late", []int{1, 2, 9, 20}, 5, 3, "[1 2]@4s [9]@12s"},
		{"wait begins with the first page of the batch", []int{5, 7, 9, 11, 13, 30}, 9, 5, "[5 7 9]@10s [11 13]@16s"},
		{"a full batch ends its wait", []int{1, 2, 4, 9, 30}, 2, 4, "[1 2]@2s [4]@8s [9]@13s"},
		{"the rest at the end", []int{1, 2, 3, 4}, 2, 100, "[1 2]@2s [3]@4s"},
		{"nothing", []int{3}, 2, 1, ""},
		{"size 1", []int{1, 2, 5}, 1, 100, "[1]@1s [2]@2s"},
		{"size 0 counts as 1", []int{1, 2, 5}, 0, 100, "[1]@1s [2]@2s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				now, got := clock(), []string{}
				for batch := range crawl.Batch(play(tt.sent...), tt.size, time.Duration(tt.wait)*time.Second) {
					var names []string
					for _, p := range batch {
						names = append(names, p.URL)
					}
					got = append(got, fmt.Sprint(names, now()))
				}
				last := tt.sent[len(tt.sent)-1]
				checkTimes(t, fmt.Sprintf("Batch(%v, %d, %ds)", tt.sent, tt.size, tt.wait), got, tt.after, now, last)
			})
		})
	}
}

func TestTimingOfDebounce(t *testing.T) {
	tests := []struct {
		name  string
		sent  []int
		quiet int
		after string
	}{
		{"far apart", []int{1, 11, 21, 40}, 4, "1@5s 11@15s 21@25s"},
		{"a flurry", []int{1, 2, 4, 7, 30}, 4, "7@11s"},
		{"two flurries", []int{1, 3, 20, 23, 24, 60}, 5, "3@8s 24@29s"},
		{"the last one at the end", []int{1, 2, 3}, 10, "2@3s"},
		{"nothing waits at the end", []int{1, 9}, 3, "1@4s"},
		{"nothing", []int{2}, 3, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				now, got := clock(), []string{}
				for p := range crawl.Debounce(play(tt.sent...), time.Duration(tt.quiet)*time.Second) {
					got = append(got, p.URL+now())
				}
				last := tt.sent[len(tt.sent)-1]
				checkTimes(t, fmt.Sprintf("Debounce(%v, %ds)", tt.sent, tt.quiet), got, tt.after, now, last)
			})
		})
	}
}

// checkTimes also wants the output closed as soon as the input is.
func checkTimes(t *testing.T, call string, got []string, want string, now func() string, last int) {
	t.Helper()
	if s := strings.Join(got, " "); s != want {
		t.Errorf("%s = %q, want %q", call, s, want)
	}
	if s := now(); s != fmt.Sprintf("@%ds", last) {
		t.Errorf("%s: output closed %s, want @%ds", call, s, last)
	}
}

// sources makes channels that hold the page already (at second 0) or get it later, without anybody waiting to send.
func sources(from []source) []<-chan crawl.Page {
	var chs []<-chan crawl.Page
	for _, s := range from {
		if s.silent {
			chs = append(chs, nil)
			continue
		}
		ch := make(chan crawl.Page, 1)
		time.AfterFunc(time.Duration(s.at)*time.Second, func() {
			if !s.empty {
				ch <- crawl.Page{URL: fmt.Sprint(s.at)}
			}
			close(ch)
		})
		chs = append(chs, ch)
	}
	return chs
}

// source is a channel that gets a page at a second and is closed then; empty: only closed; silent: a nil channel.
type source struct {
	at            int
	empty, silent bool
}

func TestTimingOfFirst(t *testing.T) {
	tests := []struct {
		name string
		from []source
		want string
	}{
		{"the only one", []source{{at: 3}}, "3 true@3s"},
		{"the quickest of many", []source{{at: 8}, {at: 5}, {at: 2}, {at: 9}}, "2 true@2s"},
		{"closed is not a page", []source{{at: 1, empty: true}, {at: 6}}, "6 true@6s"},
		{"too late", []source{{at: 11}, {at: 12}}, " false@10s"},
		{"nil channels never deliver", []source{{silent: true}, {at: 4}}, "4 true@4s"},
		{"only nil channels", []source{{silent: true}}, " false@10s"},
		{"all closed", []source{{at: 1, empty: true}, {at: 7, empty: true}}, " false@7s"},
		{"no channels", nil, " false@0s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				now := clock()
				p, ok := crawl.First(10*time.Second, sources(tt.from)...)
				if got := fmt.Sprint(p.URL, " ", ok, now()); got != tt.want {
					t.Errorf("First(10s, %+v) = %q, want %q", tt.from, got, tt.want)
				}
			})
		})
	}
}

// TestTimingOfCrawl counts the seconds of a crawl whose every fetch takes one: too few workers or a pause would show.
func TestTimingOfCrawl(t *testing.T) {
	tests := []struct {
		name          string
		levels, width int
		workers       int
		want          string
	}{
		{"1 worker", 2, 3, 1, "@7s"},
		{"as many workers as pages", 3, 4, 4, "@4s"},
		{"pages for several rounds", 2, 12, 4, "@7s"},
		{"a last round for few", 1, 7, 3, "@4s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := mesh(tt.levels, tt.width)
				s.latency = time.Second
				now, pages := clock(), 0
				for range crawl.Crawl("/", s.fetch, tt.workers, 99, nil) {
					pages++
				}
				got, want := fmt.Sprint(pages, " pages ", now()), fmt.Sprint(len(s.links), " pages ", tt.want)
				if got != want {
					t.Errorf("Crawl with %d workers of %d depths of %d pages = %s, want %s", tt.workers, tt.levels, tt.width, got, want)
				}
			})
		})
	}
}
