package gradebook_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"course/gradebook/gradebook"
)

// model is the plainest gradebook: what the assignment says, without any thought of speed.
type model map[string][]float64

func (m model) top(n int) []gradebook.Entry {
	var all []gradebook.Entry
	for name, scores := range m {
		if len(scores) > 0 {
			all = append(all, gradebook.Entry{Name: name, Scores: scores, Average: average(scores)})
		}
	}
	slices.SortFunc(all, func(x, y gradebook.Entry) int {
		return cmp.Or(cmp.Compare(y.Average, x.Average), cmp.Compare(x.Name, y.Name))
	})
	return all[:min(n, len(all))]
}

func (m model) report() string {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(m)) {
		mean := "-"
		if len(m[name]) > 0 {
			mean = fmt.Sprintf("%.2f", average(m[name]))
		}
		fmt.Fprintf(&out, "%s\t%d\t%s\n", name, len(m[name]), mean)
	}
	return out.String()
}

func average(scores []float64) float64 {
	sum := 0.0
	for _, s := range scores {
		sum += s
	}
	return sum / float64(len(scores))
}

// change does the same random change to both and returns it in words.
func change(r *rand.Rand, b *gradebook.Book, m model) string {
	name := string(rune('a' + r.IntN(8)))
	switch r.IntN(10) {
	case 0:
		b.Remove(name)
		delete(m, name)
		return fmt.Sprintf("Remove(%q)", name)
	case 1:
		b.Curve(func(s float64) float64 { return 100 - s })
		for _, scores := range m {
			for i := range scores {
				scores[i] = 100 - scores[i]
			}
		}
		return "Curve(100 - s)"
	default:
		scores := make([]float64, r.IntN(4))
		for i := range scores {
			scores[i] = float64(r.IntN(101))
		}
		m[name] = append(m[name], scores...)
		b.Add(name, scores...)
		return fmt.Sprintf("Add(%q, %v)", name, scores)
	}
}

func TestRandomOperations(t *testing.T) {
	r := random()
	for range 20 {
		b, m := gradebook.New(), model{}
		var story []string
		for range 25 {
			story = append(story, change(r, b, m))
			n := r.IntN(len(m.top(len(m))) + 1)
			checkTop(t, b, n, m.top(n))
			if got, want := report(t, b), m.report(); got != want {
				t.Errorf("Report wrote %q, want %q", got, want)
			}
			if t.Failed() {
				t.Fatalf("after %s", strings.Join(story, ", "))
			}
		}
	}
}
