package compile

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pushmark/judge/internal/wire"
)

func testBuild(id, dir string, flags ...string) wire.CompileStep {
	step := goStep(id, append(append([]string{"test", "-c"}, flags...), "-o", "{out}", dir)...)
	step.Artifact = true
	return step
}

func leaders(b *bundles) map[string]string {
	found := map[string]string{}
	for id, bundle := range b.led {
		found[id] = ids(bundle)
	}
	return found
}

func TestOnlyBuildsThatDifferInTheirPackageAloneGoTogether(t *testing.T) {
	with := func(change func(*wire.CompileStep)) wire.CompileStep {
		step := testBuild("b", "./b")
		change(&step)
		return step
	}
	for name, c := range map[string]struct {
		other wire.CompileStep
		want  int
	}{
		"another package":                   {testBuild("b", "./b"), 1},
		"other flags":                       {testBuild("b", "./b", "-race"), 0},
		"another tree":                      {with(func(s *wire.CompileStep) { s.Tree = "judged" }), 0},
		"other variables":                   {with(func(s *wire.CompileStep) { s.Env = map[string]string{"CGO_ENABLED": "1"} }), 0},
		"another requirement":               {with(func(s *wire.CompileStep) { s.Requires = []string{"x"} }), 0},
		"another time":                      {with(func(s *wire.CompileStep) { s.TimeoutMs = 1 }), 0},
		"no program":                        {with(func(s *wire.CompileStep) { s.Artifact = false }), 0},
		"a program of the same name":        {testBuild("b", "./deeper/a"), 0},
		"the root, whose name is elsewhere": {testBuild("b", "."), 0},
		"a pattern":                         {testBuild("b", "./..."), 0},
		"another command":                   {goStep("b", "build", "-o", "{out}", "./b"), 0},
	} {
		if got := leaders(newBundles([]wire.CompileStep{testBuild("a", "./a"), c.other})); len(got) != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestBundlesDoNotMix(t *testing.T) {
	b := newBundles([]wire.CompileStep{
		testBuild("a", "./a"), testBuild("ra", "./a", "-race"), testBuild("b", "./b"), testBuild("rb", "./b", "-race"), testBuild("c", "./c"),
	})
	if got := leaders(b); len(got) != 2 || got["a"] != "a b c" || got["ra"] != "ra rb" {
		t.Errorf("%v", got)
	}
	if b.behind["b"] != "a" || b.behind["c"] != "a" || b.behind["rb"] != "ra" || len(b.behind) != 3 {
		t.Errorf("%v", b.behind)
	}
}

// packages are two with tests, and one of them wrong on request.
func packages(second string) map[string]string {
	test := "\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) {}\n"
	return map[string]string{
		"trees/own/go.mod":        "module sample\n\ngo 1.26\n",
		"trees/own/one/a_test.go": "package one" + test,
		"trees/own/two/b_test.go": "package two" + test + second,
	}
}

func TestABundleIsBuiltByOneCommandAndGivesEveryStepItsProgram(t *testing.T) {
	got := compile(t, warm(t), packages(""), testBuild(first, "./one"), testBuild(second, "./two"))
	for _, id := range []string{first, second} {
		outcome := got.step(t, id)
		if outcome.ID != id || outcome.ExitCode != 0 || outcome.Ending != wire.Exited || outcome.CPUMs <= 0 {
			t.Errorf("%+v", outcome)
		}
		if !bytes.HasPrefix(got["artifacts/"+id], []byte("\x7fELF")) {
			t.Errorf("%s: %d bytes", id, len(got["artifacts/"+id]))
		}
	}
	if a, b := got.step(t, first), got.step(t, second); a.WallMs != b.WallMs || a.CPUMs != b.CPUMs {
		t.Errorf("not one command: %+v, %+v", a, b)
	}
}

func TestOneWrongPackageOfABundleIsNoOtherOnesFault(t *testing.T) {
	got := compile(t, warm(t), packages("\nvar x int = \"no number\"\n"), testBuild(first, "./one"), testBuild(second, "./two"))
	if outcome := got.step(t, first); outcome.ExitCode != 0 || outcome.Stderr != "" || got["artifacts/"+first] == nil {
		t.Errorf("%+v", outcome)
	}
	if outcome := got.step(t, second); outcome.ExitCode != 1 || !strings.Contains(outcome.Stderr, "two/b_test.go:7") || strings.Contains(outcome.Stderr, "one") {
		t.Errorf("%+v", outcome)
	}
}

func TestAPackageWithoutTestsSpoilsNoBundle(t *testing.T) {
	files := packages("")
	delete(files, "trees/own/two/b_test.go")
	files["trees/own/two/b.go"] = "package two\n"
	got := compile(t, warm(t), files, testBuild(first, "./one"), testBuild(second, "./two"))
	if outcome := got.step(t, first); outcome.ExitCode != 0 || got["artifacts/"+first] == nil {
		t.Errorf("%+v", outcome)
	}
	if outcome := got.step(t, second); outcome.ExitCode != 1 || !strings.Contains(outcome.Stderr, "no program was built") {
		t.Errorf("%+v", outcome)
	}
}

func TestABundleLeavesNothingBehindButPrograms(t *testing.T) {
	where := warm(t)
	compile(t, where, packages(""), testBuild(first, "./one"), testBuild(second, "./two"))
	entries, err := os.ReadDir(filepath.Join(where.Work, "out"))
	if err != nil || len(entries) != 2 {
		t.Errorf("%v, %v", entries, err)
	}
}
