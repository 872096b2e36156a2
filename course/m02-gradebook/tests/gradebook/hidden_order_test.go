package gradebook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"course/gradebook/gradebook"
)

// crowd is n students with the same average, entered in an order that no sorting leaves as it is.
func crowd(n int) *gradebook.Book {
	b := gradebook.New()
	for i := range n {
		b.Add(fmt.Sprintf("s%03d", (i*37+11)%n), 60, 80)
	}
	return b
}

// checkOrder wants the names, which are sorted, in the lines of Report and in Top.
func checkOrder(t *testing.T, b *gradebook.Book, want []string) {
	t.Helper()
	var lines, entries []string
	for line := range strings.Lines(report(t, b)) {
		name, _, _ := strings.Cut(line, "\t")
		lines = append(lines, name)
	}
	for _, e := range b.Top(len(want)) {
		entries = append(entries, e.Name)
	}
	if !slices.Equal(lines, want) {
		t.Errorf("Report order = %v, want %v", lines, want)
	}
	if !slices.Equal(entries, want) {
		t.Errorf("Top(%d) order = %v, want %v", len(want), entries, want)
	}
}

func names(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("s%03d", i)
	}
	return all
}

func TestOrder(t *testing.T) {
	t.Run("after Add", func(t *testing.T) { checkOrder(t, crowd(50), names(50)) })
	t.Run("after more scores", func(t *testing.T) {
		b := crowd(50)
		b.Add("s007", 70)
		b.Add("s031", 100, 40, 70)
		checkOrder(t, b, names(50))
	})
	t.Run("after Curve", func(t *testing.T) {
		b := crowd(50)
		b.Curve(func(s float64) float64 { return s / 4 })
		checkOrder(t, b, names(50))
	})
	t.Run("after Remove", func(t *testing.T) {
		b := crowd(50)
		for _, name := range names(20) {
			b.Remove(name)
		}
		checkOrder(t, b, names(50)[20:])
	})
}
