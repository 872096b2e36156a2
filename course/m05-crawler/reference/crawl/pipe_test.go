package crawl

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// sendAt sends a page named after each time (in seconds) at that time, and closes the channel at the last one.
func sendAt(times ...int) <-chan Page {
	out := make(chan Page)
	go func() {
		defer close(out)
		now := 0
		for i, at := range times {
			time.Sleep(time.Duration(at-now) * time.Second)
			now = at
			if i < len(times)-1 {
				out <- Page{URL: fmt.Sprint(at)}
			}
		}
	}()
	return out
}

func TestBatchGoesOnBySizeByTimeAndAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var got []string
		for batch := range Batch(sendAt(1, 2, 3, 10, 13, 30, 32), 3, 5*time.Second) {
			var names []string
			for _, p := range batch {
				names = append(names, p.URL)
			}
			got = append(got, fmt.Sprint(strings.Join(names, "+"), " at ", time.Since(start)))
		}
		want := "1+2+3 at 3s, 10+13 at 15s, 30 at 32s"
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("batches %q, want %q", s, want)
		}
	})
}

func TestDebounceKeepsTheLastOfAFlurry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var got []string
		for p := range Debounce(sendAt(1, 3, 5, 20, 40, 41), 4*time.Second) {
			got = append(got, fmt.Sprint(p.URL, " at ", time.Since(start)))
		}
		want := "5 at 9s, 20 at 24s, 40 at 41s"
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("pages %q, want %q", s, want)
		}
	})
}

func TestFirst(t *testing.T) {
	tests := []struct {
		name string
		from [][]int
		want string
	}{
		{"the quickest", [][]int{{4, 5}, {2, 3}, {9, 10}}, "2 true at 2s"},
		{"a closed channel is no page", [][]int{{1}, {6, 7}}, "6 true at 6s"},
		{"too late", [][]int{{11, 12}, {1}}, " false at 10s"},
		{"all closed", [][]int{{1}, {3}}, " false at 3s"},
		{"no channels", nil, " false at 0s"},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			var chs []<-chan Page
			for _, times := range tt.from {
				chs = append(chs, sendAt(times...))
			}
			page, ok := First(10*time.Second, chs...)
			if got := fmt.Sprint(page.URL, " ", ok, " at ", time.Since(start)); got != tt.want {
				t.Errorf("%s: First = %q, want %q", tt.name, got, tt.want)
			}
			for _, ch := range chs {
				for range ch {
				}
			}
		})
	}
}
