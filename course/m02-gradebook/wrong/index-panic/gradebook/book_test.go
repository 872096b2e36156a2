package gradebook

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func class() *Book {
	b := New()
	b.Add("cid", 50, 60)
	b.Add("ann", 90)
	b.Add("bob", 40, 70)
	b.Add("eve")
	return b
}

func TestAverage(t *testing.T) {
	b := class()
	b.Add("ann", 80)
	tests := []struct {
		name string
		want float64
		err  error
	}{
		{"ann", 85, nil},
		{"bob", 55, nil},
		{"eve", 0, ErrNoScores},
		{"zoe", 0, ErrUnknown},
	}
	for _, tt := range tests {
		got, err := b.Average(tt.name)
		if got != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("Average(%q) = %v, %v, want %v, %v", tt.name, got, err, tt.want, tt.err)
		}
	}
}

func TestTopRanksByAverageThenName(t *testing.T) {
	tests := []struct {
		n    int
		want []string
	}{
		{-1, nil},
		{0, nil},
		{1, []string{"ann"}},
		{2, []string{"ann", "bob"}},
		{3, []string{"ann", "bob", "cid"}},
	}
	for _, tt := range tests {
		var got []string
		for _, e := range class().Top(tt.n) {
			got = append(got, e.Name)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("Top(%d) names %q, want %q", tt.n, got, tt.want)
		}
	}
}

func TestEntriesAndArgumentsAreCopies(t *testing.T) {
	b := New()
	mine := []float64{10, 20}
	b.Add("ann", mine...)
	mine[0] = 99
	b.Top(1)[0].Scores[1] = 99
	want := []Entry{{Name: "ann", Scores: []float64{10, 20}, Average: 15}}
	if got := b.Top(1); !reflect.DeepEqual(got, want) {
		t.Errorf("Top(1) = %v, want %v", got, want)
	}
}

func TestCurveAndRemove(t *testing.T) {
	b := class()
	b.Curve(func(s float64) float64 { return s / 2 })
	if got, _ := b.Average("bob"); got != 27.5 {
		t.Errorf("Average(%q) after halving = %v, want 27.5", "bob", got)
	}
	if !b.Remove("bob") || b.Remove("bob") {
		t.Error("Remove must report true for a student in the book, and false the second time")
	}
}

func TestHistogram(t *testing.T) {
	b := class()
	b.Add("fay", 100)
	b.Add("gus", 140)
	b.Add("hal", -5)
	b.Add("ida", 24.9)
	tests := []struct {
		bins int
		want []int
	}{
		{0, nil},
		{1, []int{7}},
		{2, []int{2, 5}},
		{4, []int{2, 0, 2, 3}},
	}
	for _, tt := range tests {
		if got := b.Histogram(tt.bins); !slices.Equal(got, tt.want) {
			t.Errorf("Histogram(%d) = %v, want %v", tt.bins, got, tt.want)
		}
	}
}

func TestReportIsOrderedByName(t *testing.T) {
	var out strings.Builder
	if err := class().Report(&out); err != nil {
		t.Fatalf("Report: %v", err)
	}
	want := "ann\t1\t90.00\nbob\t2\t55.00\ncid\t2\t55.00\neve\t0\t-\n"
	if out.String() != want {
		t.Errorf("Report wrote %q, want %q", out.String(), want)
	}
}

type fullDisk struct{}

var errFull = errors.New("disk full")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestReportReturnsTheWritersError(t *testing.T) {
	if err := class().Report(fullDisk{}); !errors.Is(err, errFull) {
		t.Errorf("Report on a full disk = %v, want %v", err, errFull)
	}
}
