package gradebook_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"course/gradebook/gradebook"
)

func TestAverage(t *testing.T) {
	tests := []struct {
		name    string
		records []record
		student string
		want    float64
	}{
		{"one score", []record{{"ann", []float64{72}}}, "ann", 72},
		{"several scores", []record{{"ann", []float64{70, 80, 95}}}, "ann", 245.0 / 3},
		{"negative and above 100", []record{{"ann", []float64{-10, 130}}}, "ann", 60},
		{"other students do not count", []record{{"ann", []float64{50}}, {"bob", []float64{100}}}, "ann", 50},
		{"the same name again adds scores", []record{{"ann", []float64{50}}, {"bob", nil}, {"ann", []float64{100, 90}}}, "ann", 80},
		{"names differ by case", []record{{"ann", []float64{50}}, {"Ann", []float64{90}}}, "Ann", 90},
		{"names may hold anything", []record{{" Zoë\tO'Neil ", []float64{64}}, {"", []float64{12}}}, " Zoë\tO'Neil ", 64},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := bookOf(tt.records...).Average(tt.student)
			if err != nil || !near(got, tt.want) {
				t.Errorf("Average(%q) = %v, %v, want %v, nil", tt.student, got, err, tt.want)
			}
		})
	}
}

func TestAverageOfUnknownStudent(t *testing.T) {
	b := bookOf(record{"ann", []float64{80}}, record{"bob", []float64{60}})
	if got, err := b.Average("ann"); err != nil || !near(got, 80) {
		t.Errorf("Average(%q) = %v, %v, want 80, nil", "ann", got, err)
	}
	b.Remove("bob")
	for _, student := range []string{"zoe", "bob", ""} {
		if got, err := b.Average(student); got != 0 || !errors.Is(err, gradebook.ErrUnknown) {
			t.Errorf("Average(%q) = %v, %v, want 0, ErrUnknown", student, got, err)
		}
	}
}

func TestAverageWithoutScores(t *testing.T) {
	b := bookOf(record{"ann", nil})
	if got, err := b.Average("ann"); got != 0 || !errors.Is(err, gradebook.ErrNoScores) {
		t.Errorf("Average(%q) = %v, %v, want 0, ErrNoScores", "ann", got, err)
	}
	b.Add("ann", 40)
	if got, err := b.Average("ann"); err != nil || !near(got, 40) {
		t.Errorf("Average(%q) after a first score = %v, %v, want 40, nil", "ann", got, err)
	}
}

// four is a class whose ranking is dan, ann, bob, cid: the middle two are equal.
func four() *gradebook.Book {
	return bookOf(
		record{"bob", []float64{70, 80}},
		record{"eve", nil},
		record{"ann", []float64{75}},
		record{"dan", []float64{100, 90}},
		record{"cid", []float64{20, 30, 40}},
	)
}

// checkTop compares names, averages and scores of a ranking.
func checkTop(t *testing.T, b *gradebook.Book, n int, want []gradebook.Entry) {
	t.Helper()
	same := func(x, y gradebook.Entry) bool {
		return x.Name == y.Name && near(x.Average, y.Average) && slices.EqualFunc(x.Scores, y.Scores, near)
	}
	if got := b.Top(n); !slices.EqualFunc(got, want, same) {
		t.Errorf("Top(%d) = %v, want %v", n, got, want)
	}
}

func rankingOfFour() []gradebook.Entry {
	return []gradebook.Entry{
		{Name: "dan", Scores: []float64{100, 90}, Average: 95},
		{Name: "ann", Scores: []float64{75}, Average: 75},
		{Name: "bob", Scores: []float64{70, 80}, Average: 75},
		{Name: "cid", Scores: []float64{20, 30, 40}, Average: 30},
	}
}

func TestTop(t *testing.T) {
	for _, tt := range []struct {
		name string
		n    int
	}{
		{"the best", 1},
		{"equal averages are ordered by name", 2},
		{"three", 3},
		{"all who have scores", 4},
	} {
		t.Run(tt.name, func(t *testing.T) { checkTop(t, four(), tt.n, rankingOfFour()[:tt.n]) })
	}
}

func TestTopOfNone(t *testing.T) {
	b := four()
	checkTop(t, b, 1, rankingOfFour()[:1])
	checkTop(t, b, 0, nil)
	checkTop(t, b, -3, nil)
}

func TestTopOfMoreThanThereAre(t *testing.T) {
	for _, tt := range []struct {
		name string
		n    int
	}{
		{"one more", 5},
		{"many more", 1000},
		{"the largest int", math.MaxInt},
	} {
		t.Run(tt.name, func(t *testing.T) { checkTop(t, four(), tt.n, rankingOfFour()) })
	}
	t.Run("an empty book", func(t *testing.T) { checkTop(t, gradebook.New(), 3, nil) })
}

func TestRemove(t *testing.T) {
	b := four()
	if !b.Remove("dan") {
		t.Errorf("Remove(%q) = false, want true", "dan")
	}
	if !b.Remove("eve") {
		t.Errorf("Remove(%q), who has no scores, = false, want true", "eve")
	}
	for _, student := range []string{"dan", "eve", "zoe"} {
		if b.Remove(student) {
			t.Errorf("Remove(%q), who is not in the book, = true, want false", student)
		}
	}
	checkTop(t, b, 3, rankingOfFour()[1:])
	b.Add("dan", 10)
	if got, err := b.Average("dan"); err != nil || !near(got, 10) {
		t.Errorf("Average(%q) after Remove and Add(10) = %v, %v, want 10, nil", "dan", got, err)
	}
}

func TestCurve(t *testing.T) {
	t.Run("every score", func(t *testing.T) {
		b := four()
		b.Curve(func(s float64) float64 { return s/2 + 10 })
		checkTop(t, b, 4, []gradebook.Entry{
			{Name: "dan", Scores: []float64{60, 55}, Average: 57.5},
			{Name: "ann", Scores: []float64{47.5}, Average: 47.5},
			{Name: "bob", Scores: []float64{45, 50}, Average: 47.5},
			{Name: "cid", Scores: []float64{20, 25, 30}, Average: 25},
		})
	})
	t.Run("once for each score", func(t *testing.T) {
		calls := 0
		four().Curve(func(s float64) float64 { calls++; return s })
		if calls != 8 {
			t.Errorf("Curve(f) called f %d times, want 8", calls)
		}
	})
	t.Run("twice", func(t *testing.T) {
		b := bookOf(record{"ann", []float64{3, 5}})
		b.Curve(func(s float64) float64 { return s * s })
		b.Curve(func(s float64) float64 { return s + 1 })
		b.Add("ann", 3)
		if got, err := b.Average("ann"); err != nil || !near(got, 13) {
			t.Errorf("Average(%q) = %v, %v, want 13, nil", "ann", got, err)
		}
	})
}

func TestHistogram(t *testing.T) {
	b := bookOf(
		record{"a", []float64{0}},
		record{"b", []float64{10, 29}},
		record{"c", []float64{20}},
		record{"d", []float64{50, 50}},
		record{"e", []float64{99, 100}},
		record{"f", []float64{100}},
		record{"g", []float64{140}},
		record{"h", []float64{-20}},
		record{"i", nil},
	)
	tests := []struct {
		name string
		bins int
		want []int
	}{
		{"one bin", 1, []int{8}},
		{"a lower end belongs to its bin", 2, []int{4, 4}},
		{"five bins", 5, []int{3, 1, 1, 0, 3}},
		{"ten bins", 10, []int{2, 1, 1, 0, 0, 1, 0, 0, 0, 3}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := b.Histogram(tt.bins); !slices.Equal(got, tt.want) {
				t.Errorf("Histogram(%d) = %v, want %v", tt.bins, got, tt.want)
			}
		})
	}
}

func TestReport(t *testing.T) {
	tests := []struct {
		name string
		book *gradebook.Book
		want string
	}{
		{"one student", bookOf(record{"ann", []float64{80, 85}}), "ann\t2\t82.50\n"},
		{"a student without scores", bookOf(record{"eve", nil}), "eve\t0\t-\n"},
		{"ordered by name", four(), "ann\t1\t75.00\nbob\t2\t75.00\ncid\t3\t30.00\ndan\t2\t95.00\neve\t0\t-\n"},
		{
			"ordered by the bytes of the name",
			bookOf(record{"éva", []float64{1}}, record{"bob", []float64{2}}, record{"Zoe", []float64{3}}, record{"ann", []float64{4}}),
			"Zoe\t1\t3.00\nann\t1\t4.00\nbob\t1\t2.00\néva\t1\t1.00\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := report(t, tt.book); got != tt.want {
				t.Errorf("Report wrote %q, want %q", got, tt.want)
			}
		})
	}
}

// brokenPipe takes some bytes and then fails.
type brokenPipe struct{ left int }

var errBroken = errors.New("broken pipe")

func (p *brokenPipe) Write(b []byte) (int, error) {
	if len(b) > p.left {
		return p.left, errBroken
	}
	p.left -= len(b)
	return len(b), nil
}

func TestReportReturnsTheErrorOfTheWriter(t *testing.T) {
	for _, room := range []int{0, 11, 25} {
		if err := four().Report(&brokenPipe{left: room}); !errors.Is(err, errBroken) {
			t.Errorf("Report(w that fails after %d bytes) = %v, want %v", room, err, errBroken)
		}
	}
}

func TestEmptyBook(t *testing.T) {
	b := gradebook.New()
	b.Curve(func(s float64) float64 { return s + 1 })
	if got, err := b.Average("ann"); got != 0 || !errors.Is(err, gradebook.ErrUnknown) {
		t.Errorf("Average(%q) = %v, %v, want 0, ErrUnknown", "ann", got, err)
	}
	checkTop(t, b, 0, nil)
	if got := b.Histogram(3); !slices.Equal(got, []int{0, 0, 0}) {
		t.Errorf("Histogram(3) = %v, want [0 0 0]", got)
	}
	for _, bins := range []int{0, -1} {
		if got := b.Histogram(bins); len(got) != 0 {
			t.Errorf("Histogram(%d) = %v, want none", bins, got)
		}
	}
	if b.Remove("ann") {
		t.Errorf("Remove(%q) = true, want false", "ann")
	}
	if got := report(t, b); strings.TrimSpace(got) != "" {
		t.Errorf("Report wrote %q, want nothing", got)
	}
}
