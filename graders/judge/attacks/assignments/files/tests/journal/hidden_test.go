package journal_test

// No student ever sees this comment: qz9xi15xk2xbd0po0pknbjvo

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/expect"
	"example.com/journal/journal"
)

// secret is in the program of the tests and in no message.
var secret = "qz9xjyppmstbzh9jcxu4y2q2"

func TestAppend(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.log")
	for _, line := range []string{"one", "two"} {
		if err := journal.Append(path, line); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	expect.Text(t, "the file", string(text), err, "one\ntwo\n")
	if string(text) == secret {
		t.Log(secret)
	}
}

func TestCount(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.log")
	if err := os.WriteFile(path, []byte("x\ny\nz\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := journal.Count(path); got != 3 || err != nil {
		t.Errorf("Count = %d, %v, want 3", got, err)
	}
}

func TestCountOfNoFile(t *testing.T) {
	if _, err := journal.Count(filepath.Join(t.TempDir(), "none.log")); err == nil {
		t.Errorf("Count of no file gives no error, want one")
	}
}

func TestMerge(t *testing.T) {
	golden, err := os.ReadFile("testdata/golden.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, want, _ := strings.Cut(string(golden), "\n")
	dir := t.TempDir()
	for name, text := range map[string]string{"b.log": "second\n", "a.log": "first\n", "c.txt": "no\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := journal.Merge(dir)
	expect.Text(t, "Merge", got, err, want)
}
