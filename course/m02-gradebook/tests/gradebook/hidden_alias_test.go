package gradebook_test

import (
	"slices"
	"testing"

	"course/gradebook/gradebook"
)

// only returns the entry of the one student in a book.
func only(t *testing.T, b *gradebook.Book) gradebook.Entry {
	t.Helper()
	top := b.Top(1)
	if len(top) != 1 {
		t.Fatalf("Top(1) = %v, want one entry", top)
	}
	return top[0]
}

func wantScores(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func TestAliasOfCaller(t *testing.T) {
	t.Run("changed after Add", func(t *testing.T) {
		mine := []float64{10, 20, 30}
		b := bookOf(record{"ann", mine})
		mine[0], mine[2] = 99, 99
		wantScores(t, "scores in the book", only(t, b).Scores, []float64{10, 20, 30})
	})
	t.Run("spare capacity", func(t *testing.T) {
		mine := []float64{10, 20, 30, 40}
		b := bookOf(record{"ann", mine[:2]})
		b.Add("ann", 99)
		wantScores(t, "the caller's slice", mine, []float64{10, 20, 30, 40})
		wantScores(t, "scores in the book", only(t, b).Scores, []float64{10, 20, 99})
	})
	t.Run("one slice for two students", func(t *testing.T) {
		same := []float64{10, 20}
		b := bookOf(record{"ann", same}, record{"bob", same})
		b.Curve(func(s float64) float64 { return s + 1 })
		top := b.Top(2)
		if len(top) != 2 {
			t.Fatalf("Top(2) = %v, want two entries", top)
		}
		for _, e := range top {
			wantScores(t, "scores of "+e.Name, e.Scores, []float64{11, 21})
		}
	})
	t.Run("Curve", func(t *testing.T) {
		mine := []float64{10, 20}
		b := bookOf(record{"ann", mine})
		b.Curve(func(s float64) float64 { return 2 * s })
		wantScores(t, "the caller's slice", mine, []float64{10, 20})
		wantScores(t, "scores in the book", only(t, b).Scores, []float64{20, 40})
	})
}

func TestAliasOfEntry(t *testing.T) {
	t.Run("changed by the caller", func(t *testing.T) {
		b := bookOf(record{"ann", []float64{10, 20}})
		only(t, b).Scores[0] = 99
		wantScores(t, "scores in the book", only(t, b).Scores, []float64{10, 20})
	})
	t.Run("appended to by the caller", func(t *testing.T) {
		b := bookOf(record{"ann", []float64{10, 20}})
		b.Add("ann", 30)
		mine := append(only(t, b).Scores, 40)
		b.Add("ann", 50)
		wantScores(t, "the caller's slice", mine, []float64{10, 20, 30, 40})
		wantScores(t, "scores in the book", only(t, b).Scores, []float64{10, 20, 30, 50})
	})
	t.Run("does not follow the book", func(t *testing.T) {
		b := bookOf(record{"ann", []float64{10, 20}})
		before := only(t, b)
		b.Curve(func(s float64) float64 { return s + 1 })
		wantScores(t, "scores of an earlier entry", before.Scores, []float64{10, 20})
		wantScores(t, "scores in the book", only(t, b).Scores, []float64{11, 21})
	})
	t.Run("two calls of Top", func(t *testing.T) {
		b := bookOf(record{"ann", []float64{10, 20}})
		first, second := only(t, b), only(t, b)
		first.Scores[1] = 99
		wantScores(t, "scores of the second entry", second.Scores, []float64{10, 20})
	})
}
