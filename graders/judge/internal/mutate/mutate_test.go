package mutate

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const book = `package book

import "slices"

type Book struct{ names []string }

func (b *Book) Names() []string { return slices.Clone(b.names) }

func (b *Book) Add(names ...string) { b.names = append([]string(nil), slices.Clone(names)...) }

func Pair() (int, error) { return 1, nil }

func Named() (n int, err error) { n = 2; return }

func none() {}
`

func mutants(t *testing.T, text string) []Mutant {
	t.Helper()
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "book.go"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Write(&out, root, []string{"book.go"}); err != nil {
		t.Fatal(err)
	}
	var all []Mutant
	if err := json.Unmarshal(out.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryFunctionReturnsNothingAndEveryCopyIsDroppedOnce(t *testing.T) {
	var names []string
	for _, one := range mutants(t, book) {
		names = append(names, one.Name)
	}
	want := "zero (*Book).Names, zero (*Book).Add, zero Pair, zero Named, " +
		"no copy at book.go:7, no copy at book.go:9, no copy at book.go:9"
	if got := strings.Join(names, ", "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestEveryMutantBuilds(t *testing.T) {
	for _, one := range mutants(t, book) {
		dir := t.TempDir()
		os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module book\n\ngo 1.26\n"), 0o600)
		os.WriteFile(filepath.Join(dir, "book.go"), []byte(one.Text), 0o600)
		build := exec.Command("go", "build", ".")
		build.Dir = dir
		if out, err := build.CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", one.Name, err, out)
		}
		if one.Text == book {
			t.Errorf("%s changes nothing", one.Name)
		}
	}
}

func TestWhatDoesNotParseIsAnError(t *testing.T) {
	if _, err := of("x.go", []byte("package")); err == nil {
		t.Error("no error")
	}
}
