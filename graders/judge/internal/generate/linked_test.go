package generate_test

import (
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const partedTests = `package p

import (
	"os"
	"strings"
	"testing"
)

var golden = strings.ToUpper("only sealed tests know")

func want(t *testing.T, s string) {
	t.Helper()
	if Name() != s {
		t.Error(Name())
	}
}

type quiet struct{ testing.TB }

func (quiet) Log(...any) {}

func TestMain(m *testing.M) { os.Exit(m.Run()) }

func TestSealed(t *testing.T) {
	want(t, "sealed name"[7:])
	quiet{t}.Log(golden)
}

func TestDecided(t *testing.T) { want(t, "decided name"[8:]) }

func TestRefused(t *testing.T) {
	p := &Limit
	if *p != 3 {
		t.Error(*p, "refused knows")
	}
}

func BenchmarkName(b *testing.B) {
	for b.Loop() {
		Name()
	}
}
`

// parted generates for a package of which one test is to be sealed, one is not although it could be, one cannot be.
func parted(t *testing.T) *module {
	t.Helper()
	root := t.TempDir()
	texts := map[string][]byte{"go.mod": []byte("module m\n\ngo 1.26\n"), "p/p_test.go": []byte(partedTests),
		"p/p.go": []byte("package p\n\nvar Limit = 3\n\nfunc Name() string { return \"name\" }\n")}
	if err := lay(root, t.TempDir(), nil, texts); err != nil {
		t.Fatal(err)
	}
	m, err := generatedFor(root, "p", []string{"TestSealed", "TestRefused"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestLinkedProgramsHoldNothingThatSealedTestsAloneNeed(t *testing.T) {
	m := parted(t)
	text := m.result.Linked["p/p_test.go"]
	for _, gone := range []string{"only sealed tests know", "sealed name", "quiet", "TestSealed", "strings.ToUpper"} {
		if bytes.Contains(text, []byte(gone)) {
			t.Errorf("%q is still there", gone)
		}
	}
	if bytes.Count(text, []byte("\n")) != strings.Count(partedTests, "\n") {
		t.Error("lines have moved")
	}
	dir := t.TempDir()
	if err := m.student(dir, m.result.Linked); err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(m.linked)
	if err != nil {
		t.Fatal(err)
	}
	for literal, held := range map[string]bool{"only sealed tests know": false, "decided name": true, "refused knows": true} {
		if bytes.Contains(program, []byte(literal)) != held {
			t.Errorf("%q: held %v, want %v", literal, !held, held)
		}
	}
	if got := listedBy(t, m.linked); !slices.Equal(got, []string{"BenchmarkName", "TestDecided", "TestRefused"}) {
		t.Errorf("the linked program has %v", got)
	}
	if err := goDo(filepath.Join(dir, "linked"), "test", "-bench=.", "-benchtime=1x", "./p"); err != nil {
		t.Error(err)
	}
}

func TestWhileNobodyHasDecidedThereAreNoFilesForLinkedTests(t *testing.T) {
	m, err := generated(parted(t).root, "p")
	if err != nil || len(m.sealedTests()) != 2 || len(m.result.Linked) != 0 {
		t.Errorf("%v sealed, linked %v, %v", m.sealedTests(), slices.Collect(maps.Keys(m.result.Linked)), err)
	}
}

// listedBy asks a test program for its tests.
func listedBy(t *testing.T, program string) []string {
	t.Helper()
	c := command(context.Background(), t.TempDir())
	c.Path, c.Args = program, []string{program, "-test.list=."}
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(slices.Values(strings.Fields(string(out))))
}
