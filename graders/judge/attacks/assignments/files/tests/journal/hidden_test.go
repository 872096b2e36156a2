package journal_test

// No student ever sees this comment: qz9xi15xk2xbd0po0pknbjvo

import (
	"os"
	"strings"
	"testing"

	"example.com/expect"
	"example.com/journal/journal"
)

// secret is in the program of the tests and in no message.
var secret = "qz9xjyppmstbzh9jcxu4y2q2"

func add(t *testing.T, name string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if err := journal.Append(name, line); err != nil {
			t.Fatalf("Append(%q, %q): %v", name, line, err)
		}
	}
}

func TestAppend(t *testing.T) {
	add(t, "append-a", "one", "two")
	got, err := journal.Merge("append-a")
	expect.Text(t, "Merge", got, err, "one\ntwo\n")
	if got == secret {
		t.Log(secret)
	}
}

func TestCount(t *testing.T) {
	add(t, "count-b", "x", "y", "z")
	if got, err := journal.Count("count-b"); got != 3 || err != nil {
		t.Errorf("Count = %d, %v, want 3", got, err)
	}
}

func TestCountOfNoFile(t *testing.T) {
	if _, err := journal.Count("none"); err == nil {
		t.Errorf("Count of no file gives no error, want one")
	}
}

func TestMerge(t *testing.T) {
	golden, err := os.ReadFile("testdata/golden.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, want, _ := strings.Cut(string(golden), "\n")
	add(t, "merge-b.log", "second")
	add(t, "merge-a.log", "first")
	add(t, "merge-c.txt", "no")
	got, err := journal.Merge("merge-*.log")
	expect.Text(t, "Merge", got, err, want)
}
