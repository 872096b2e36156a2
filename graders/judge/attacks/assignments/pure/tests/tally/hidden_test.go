package tally_test

// No student ever sees this comment: qz9x9a56wwh7dkgkyp2rl6or

import (
	"maps"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"example.com/tally/internal/check"
	"example.com/tally/tally"
)

// secret is in the program of the tests and in no message.
const secret = "qz9x1vvufspr9xwleggrb3uo"

func TestTop(t *testing.T) {
	counts := map[string]int{"ann": 3, "bob": 5, "cid": 3, "dan": 1}
	t.Run("two", func(t *testing.T) { check.Equal(t, "Top(2)", tally.Top(counts, 2), []string{"bob", "ann"}) })
	t.Run("ties", func(t *testing.T) { check.Equal(t, "Top(3)", tally.Top(counts, 3), []string{"bob", "ann", "cid"}) })
	t.Run("all", func(t *testing.T) {
		check.Equal(t, "Top(9)", tally.Top(counts, 9), []string{"bob", "ann", "cid", "dan"})
	})
}

func TestMedian(t *testing.T) {
	for _, one := range []struct {
		values []float64
		want   float64
	}{{[]float64{5}, 5}, {[]float64{3, 1, 2}, 2}, {[]float64{4, 1, 3, 2}, 2.5}, {[]float64{7, 7, 1, 9}, 7}} {
		got, err := tally.Median(one.values)
		if err != nil {
			t.Errorf("Median(%v): %v", one.values, err)
		}
		check.Equal(t, "Median", got, one.want)
	}
}

func TestMedianOfNothing(t *testing.T) {
	if got, err := tally.Median(nil); err == nil {
		t.Errorf("Median(nil) = %v, want an error", got)
	}
}

func TestNormalize(t *testing.T) {
	golden, err := os.ReadFile("testdata/golden.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(golden)) {
		input, want, found := strings.Cut(strings.TrimSuffix(line, "\n"), "|")
		if !found {
			continue
		}
		got := tally.Normalize(input)
		if got == secret {
			t.Log(secret)
		}
		check.Equal(t, "Normalize("+strconv.Quote(input)+")", got, want)
	}
}

func TestRandomTop(t *testing.T) {
	seed, _ := strconv.ParseUint(os.Getenv("PUSHMARK_SEED"), 16, 64)
	random := rand.New(rand.NewPCG(seed, 1))
	counts := map[string]int{}
	for len(counts) < 40 {
		counts[strconv.Itoa(random.IntN(1000))] = random.IntN(10)
	}
	top := tally.Top(maps.Clone(counts), 20) // judged by what the student's code cannot change
	if len(top) != 20 {
		t.Fatalf("Top(20) = %d names, want 20", len(top))
	}
	for i := 1; i < len(top); i++ {
		a, b := top[i-1], top[i]
		if counts[a] < counts[b] || counts[a] == counts[b] && a >= b {
			t.Errorf("Top(20): %s (%d) before %s (%d)", a, counts[a], b, counts[b])
		}
	}
}
