package hints

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// hintsAt reads one folder `sums` with these files.
func hintsAt(t *testing.T, files map[string]string) (hints []Hint) {
	t.Helper()
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "sums"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(root, "sums", name), []byte("package sums\n\n"+text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := Write(&out, root, "sums"); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out.Bytes(), &hints); err != nil {
		t.Fatal(err)
	}
	return hints
}

func TestWhatABenchmarkLacks(t *testing.T) {
	const never, errors, nothing = "never fails", "fails for errors alone", ""
	for _, c := range []struct{ lacks, what, body, more string }{
		{never, "only runs", `for b.Loop() { Sum(x) } // b.Fatal("}")`, ""},
		{never, "has the words in quotes", "b.Log(\"b.Fatal()\", `b.Fatal()`, err.Error())", ""},
		{never, "has a field of its name", "x.b = Sum(x)", ""},
		{never, "has parts", `b.Run("large", func(c *testing.B) { for c.Loop() { sink = Sum(x) } })`, ""},
		{never, "runs in parallel", `b.RunParallel(func(pb *testing.PB) { for pb.Next() { Sum(x) } })`, ""},
		{never, "hands itself to what never fails", `run(b, x)`, `func run(b testing.TB, x []int) { b.Helper(); set{}.all(b) }
			type set struct{}
			func (set) all(tb testing.TB) { tb.Log(Sum(nil)) }`},
		{never, "calls itself in a circle", `run(b)`, `func run(b *testing.B) { run(b) }`},

		{errors, "fails for an error", `if _, err := Sum(x); err != nil { b.Fatal(err) }`, ""},
		{errors, "fails for errors of other names", `if (sumErr != nil) { if got != 3 { b.Error(sumErr) } }`, ""},
		{errors, "fails for an error in a part", `b.Run("large", func(c *testing.B) { if err != nil { c.Fatal(err) } })`, ""},
		{errors, "hands itself to what fails for an error", `check(b, err)`, `func check(b *testing.B, err error) { if err != nil { b.Fatal(err) } }`},
		{errors, "panics for an error", `if err != nil { panic(err) }`, ""},

		{nothing, "compares", `if got := Sum(x); got != 3 { b.Fatalf("%d", got) }`, ""},
		{nothing, "compares beside errors", `if got, err := Sum(x); err != nil || got != 3 { b.Fatal(got, err) }`, ""},
		{nothing, "compares after errors", `if err != nil { b.Fatal(err) } else if got != 3 { b.Fail() }`, ""},
		{nothing, "wants an error", `if err == nil { b.Fatal() }`, ""},
		{nothing, "wants one error", `if err != ErrNone { b.Fatal(err) }`, ""},
		{nothing, "wants no value", `if got != nil { b.Fatal() }`, ""},
		{nothing, "compares in a part", `b.Run("large", func(c *testing.B) { if Sum(x) != 3 { c.FailNow() } })`, ""},
		{nothing, "hands itself to what compares", `run(b, 3)`, `func run(tb testing.TB, want int) { same(tb, want) }
			func same(t testing.TB, want int) { if Sum(x) != want { t.Errorf("no") } }`},
		{nothing, "calls a method that panics", `set{}.check(Sum(x))`, `type set struct{}
			func (set) check(got int) { if got != 3 { panic("wrong") } }`},
		{nothing, "calls a variable that panics", `check(Sum(x))`, `var check = func(got int) { if got != 3 { panic("wrong") } }`},
		{nothing, "compares by an error of its own", `if err := check(Sum(x)); err != nil { b.Fatal(err) }`, `func check(got int) error { return nil }`},
		{nothing, "makes an error where it compares", `if got != 3 { err = errors.New("no") }; if err != nil { b.Fatal(err) }`, ""},
		{nothing, "has an error of what compares", `if err := iotest.TestReader(New(x), want); err != nil { b.Fatal(err) }`, ""},
		{nothing, "hands itself on", `for b.Loop() { check(b, Sum(x)) }`, ""},
		{nothing, "hands itself to another package", `kit.Check(b, Sum(x))`, `func Check(b *testing.B, got int) {}`},
		{nothing, "hands itself to an interface of its own", `check(b)`, `func check(f interface{ Log(...any) }) { f.Log(Sum(nil)) }`},
		{nothing, "hands itself to a variable", `check(b, Sum(x))`, `var check = kit.Check`},
		{nothing, "keeps itself", `h := harness{b}; h.check(Sum(x))`, ""},
		{nothing, "is a variable's", `t := testing.TB(b); t.Log()`, ""},
		{nothing, "hands on a part", `b.Run("large", large)`, ""},
		{nothing, "has its failing as a value", `no := b.FailNow; if Sum(x) != 3 { no() }`, ""},
		{nothing, "panics", `if Sum(x) != 3 { panic("wrong") }`, ""},
		{nothing, "panics elsewhere", `pick.MustEqual(Sum(x), 3)`, ""},
		{nothing, "ends the program", `if Sum(x) != 3 { os.Exit(1) }`, ""},
		{nothing, "ends with a log", `if Sum(x) != 3 { log.Fatalln("wrong") }`, ""},
	} {
		got := hintsAt(t, map[string]string{"a_test.go": "func BenchmarkSum(b *testing.B) {\n" + c.body + "\n}\n", "b_test.go": c.more})
		var want []Hint
		if c.lacks != nothing {
			want = []Hint{{"BenchmarkSum", "sums/a_test.go", 3, c.lacks}}
		}
		if !slices.Equal(got, want) {
			t.Errorf("one that %s: %v, want %v", c.what, got, want)
		}
	}
}

func TestABenchmarkThatComparesPassesAndWithoutThatIsNamed(t *testing.T) {
	text, err := os.ReadFile("../../attacks/assignments/measured/tests/words/hidden_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(text), "\n\n")
	if got := hintsAt(t, map[string]string{"a_test.go": body}); len(got) != 0 {
		t.Error(got)
	}
	if got := hintsAt(t, map[string]string{"a_test.go": strings.ReplaceAll(body, "b.Fatalf", "b.Logf")}); len(got) != 1 {
		t.Errorf("without its comparison: %v", got)
	}
}

func TestHintsAreInTheOrderOfTheSourceAndOnlyOfBenchmarksInTestFiles(t *testing.T) {
	got := hintsAt(t, map[string]string{
		"z_test.go": "func BenchmarkZ(b *testing.B) {}\n\n// A comment.\nfunc BenchmarkA(_ *testing.B) {}\n",
		"b_test.go": "func (s set) BenchmarkM(b *testing.B) {}\n\nfunc run(b *testing.B) {}\n\nfunc BenchmarkNot() {}\n",
		"sums.go":   "func BenchmarkS(b *testing.B) {}\n",
	})
	want := []Hint{{"BenchmarkZ", "sums/z_test.go", 3, "never fails"}, {"BenchmarkA", "sums/z_test.go", 6, "never fails"}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestNothingIsSaidWhereAFileDoesNotParse(t *testing.T) {
	got := hintsAt(t, map[string]string{"a_test.go": "func BenchmarkSum(b *testing.B) {}\n", "b_test.go": "func {"})
	if len(got) != 0 {
		t.Errorf("%v", got)
	}
}
