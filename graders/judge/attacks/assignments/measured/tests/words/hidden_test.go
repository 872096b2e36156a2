package words_test

// No student ever sees this comment: qz9xpo18tzm1k9dbvfqm5g5d

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/words/words"
)

// secret is in the program of the tests and in no message.
var secret = "qz9x4p3zhnwstk4p6qdgta6b"

func text(lines, salt int) string {
	var all strings.Builder
	for i := range lines {
		fmt.Fprintf(&all, "w%d x%d the\n", (i*7+salt)%500, i%10)
	}
	return all.String()
}

func TestDistinct(t *testing.T) {
	for _, one := range []struct {
		text string
		want int
	}{{"a b a", 2}, {"  ", 0}, {"x", 1}, {text(2000, 3), 511}} {
		got := words.Distinct(one.text)
		if got != one.want {
			t.Errorf("Distinct(%.20q) = %d, want %d", one.text, got, one.want)
		}
		if fmt.Sprint(got) == secret {
			t.Log(secret)
		}
	}
}

// parts of a text, in which its lines stand in an order of n's own, with a new word at the beginning: nothing that was
// found about another text, its beginning or its end helps.
func parts(lines []string, n int) string {
	i, j := n*7919%len(lines), n*104729%len(lines)
	i, j = min(i, j), max(i, j)
	return strconv.Itoa(n) + "y " + strings.Join(lines[j:], "") + strings.Join(lines[i:j], "") + strings.Join(lines[:i], "")
}

// Every call gets a text that nobody can have prepared, and its answer is checked.
func BenchmarkDistinct(b *testing.B) {
	seed, _ := strconv.ParseUint(os.Getenv("PUSHMARK_SEED"), 16, 64)
	n := int(seed % (1 << 40))
	lines := slices.Collect(strings.Lines(text(2000, 1)))
	b.ReportAllocs()
	for b.Loop() {
		n++
		input, want := parts(lines, n), 512
		if n%3 == 0 {
			input, want = input+" z"+strconv.Itoa(n), 513
		}
		if got := words.Distinct(input); got != want {
			b.Fatalf("Distinct = %d, want %d", got, want)
		}
	}
}
