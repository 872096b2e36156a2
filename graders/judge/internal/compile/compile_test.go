package compile

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pushmark/judge/internal/wire"
)

const (
	first  = "0000000000000001"
	second = "0000000000000002"
	third  = "0000000000000003"
)

// This test program stands in for the judge when it starts itself.
func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == "policy" {
		if err := Policy(os.Stdout, os.Args[2], os.Args[3]); err != nil {
			os.Exit(70)
		}
		os.Exit(0)
	}
	if len(os.Args) > 2 && os.Args[1] == "seal" {
		standInSeal(os.Args[2:])
		os.Exit(0)
	}
	if len(os.Args) == 5 && os.Args[1] == "hints" {
		os.WriteFile(os.Args[4], fmt.Appendf(nil, "%q", os.Args[2:4]), 0o600)
		os.Exit(0)
	}
	if len(os.Args) == 3 && os.Args[1] == "format" {
		if err := Format(os.Stdout, os.Args[2]); err != nil {
			os.Exit(70)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// answered is what came back, by entry name.
type answered map[string][]byte

func (a answered) step(t *testing.T, id string) wire.CompileOutcome {
	t.Helper()
	var outcome wire.CompileOutcome
	if err := json.Unmarshal(a["steps/"+id+".json"], &outcome); err != nil {
		t.Fatalf("%v: %s", err, a["steps/"+id+".json"])
	}
	return outcome
}

func place(t *testing.T) Place {
	t.Helper()
	goCommand, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Place{Self: self, Go: goCommand, Cache: "/nowhere", Work: workFolder(t), Modules: "/nowhere"}
}

// workFolder is removed patiently: what the go command leaves behind for a moment (it writes counters of its own below
// HOME) may write while it is being removed.
func workFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "compile")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for range 50 {
			if err = os.RemoveAll(dir); err == nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Error(err)
	})
	return dir
}

// warm is a place over a baked build cache, for tests that really build.
func warm(t *testing.T) Place {
	t.Helper()
	cache, err := baked()
	if err != nil {
		t.Fatal(err)
	}
	where := place(t)
	where.Cache = cache
	return where
}

// baked is a build cache with what every test program has: the image's, which PUSHMARK_BAKED names, or one with the same
// place for all runs. The machine's own could have any size, and each job makes a link to every entry.
var baked = sync.OnceValues(func() (string, error) {
	if cache := os.Getenv("PUSHMARK_BAKED"); cache != "" {
		return cache, nil
	}
	cache := filepath.Join(os.TempDir(), "pushmark-baked-"+runtime.Version())
	build := exec.Command("go", "build", "testing", "testing/internal/testdeps")
	build.Env = append(os.Environ(), "GOCACHE="+cache, "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("baking a build cache: %w\n%s", err, out)
	}
	return cache, nil
})

func compile(t *testing.T, place Place, files map[string]string, steps ...wire.CompileStep) answered {
	t.Helper()
	got, err := try(t, place, files, steps...)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// compileOn builds the sample program with a share of the machine.
func compileOn(t *testing.T, cores int, place Place, steps ...wire.CompileStep) answered {
	t.Helper()
	got, err := tryOn(t, cores, place, program, steps...)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func try(t *testing.T, place Place, files map[string]string, steps ...wire.CompileStep) (answered, error) {
	t.Helper()
	return tryOn(t, 1, place, files, steps...)
}

func tryOn(t *testing.T, cores int, place Place, files map[string]string, steps ...wire.CompileStep) (answered, error) {
	t.Helper()
	job, err := json.Marshal(wire.Job[wire.CompileStep]{Version: 1, Mode: "compile", Cores: cores, Limits: wire.Limits{OutputBytes: 4096}, Steps: steps})
	if err != nil {
		t.Fatal(err)
	}
	var in, out bytes.Buffer
	stream := tar.NewWriter(&in)
	entry := func(name, text string) {
		stream.WriteHeader(&tar.Header{Name: name, Size: int64(len(text)), Typeflag: tar.TypeReg})
		io.WriteString(stream, text)
	}
	entry("job.json", string(job))
	for name, text := range files {
		entry(name, text)
	}
	stream.Close()
	err = Run(&in, &out, place)
	got := answered{}
	answer := tar.NewReader(&out)
	for header, problem := answer.Next(); problem == nil; header, problem = answer.Next() {
		got[header.Name], _ = io.ReadAll(answer)
	}
	return got, err
}

func goStep(id string, args ...string) wire.CompileStep {
	return wire.CompileStep{ID: id, Kind: "go", Tree: "own", Args: args, TimeoutMs: 60_000}
}

var program = map[string]string{
	"trees/own/go.mod":  "module sample\n\ngo 1.26\n",
	"trees/own/main.go": "package main\n\nfunc main() {}\n",
}

func TestAProgramIsBuiltAndSent(t *testing.T) {
	step := goStep(first, "build", "-o", "{out}", ".")
	step.Artifact = true
	got := compile(t, warm(t), program, step)
	if outcome := got.step(t, first); outcome.Ending != wire.Exited || outcome.ExitCode != 0 || outcome.WallMs <= 0 || outcome.PeakBytes == 0 {
		t.Errorf("%+v", outcome)
	}
	if !bytes.HasPrefix(got["artifacts/"+first], []byte("\x7fELF")) || string(got["end.json"]) != `{"ok":true}` {
		t.Errorf("%d bytes, end %s", len(got["artifacts/"+first]), got["end.json"])
	}
}

func TestAStepWhoseRequirementFailedIsSkipped(t *testing.T) {
	build := goStep(first, "build", "./nowhere")
	vet := goStep(second, "vet", "./...")
	vet.Requires = []string{first}
	list := goStep(third, "list")
	got := compile(t, place(t), program, build, vet, list)
	if outcome := got.step(t, first); outcome.ExitCode != 1 || !strings.Contains(outcome.Stderr, "nowhere") {
		t.Errorf("%+v", outcome)
	}
	if outcome := got.step(t, second); outcome.Ending != wire.Skipped {
		t.Errorf("%+v", outcome)
	}
	if outcome := got.step(t, third); outcome.Stdout != "sample\n" {
		t.Errorf("%+v", outcome)
	}
}

func TestACommandThatBuildsNothingHasFailed(t *testing.T) {
	step := goStep(first, "list")
	step.Artifact = true
	needs := goStep(second, "list")
	needs.Requires = []string{first}
	got := compile(t, place(t), program, step, needs)
	if outcome := got.step(t, first); outcome.ExitCode != 1 || !strings.Contains(outcome.Stderr, "no program was built") {
		t.Errorf("%+v", outcome)
	}
	if outcome := got.step(t, second); outcome.Ending != wire.Skipped || got["artifacts/"+first] != nil {
		t.Errorf("%+v", outcome)
	}
}

func TestAStepIsEndedByItsClockAndByItsOutput(t *testing.T) {
	slow := goStep(first, "list", "std")
	slow.TimeoutMs = 1
	// One that would not end by itself: whoever ends at the same moment has ended by itself.
	loud := goStep(second, "run", ".")
	files := maps.Clone(program)
	files["trees/own/main.go"] = "package main\n\nfunc main() {\n\tfor {\n\t\tprintln(\"loud\")\n\t}\n}\n"
	got := compile(t, warm(t), files, slow, loud)
	if outcome := got.step(t, first); outcome.Ending != wire.TimedOut {
		t.Errorf("%+v", outcome)
	}
	if outcome := got.step(t, second); outcome.Ending != wire.OutputLimit || !outcome.Truncated || len(outcome.Stderr) > 4096 {
		t.Errorf("%+v", outcome)
	}
}

func TestNothingInATreeChoosesWhatTheGoCommandDoes(t *testing.T) {
	files := map[string]string{
		"trees/own/go.mod":         "module sample\n\ngo 1.26\n",
		"trees/own/a.go":           "package sample\n",
		"trees/own/go.work":        "go 1.26\n\nuse ./other\n",
		"trees/own/.config/go/env": "GOFLAGS=-toolexec=/bin/false\n",
		"trees/own/other/go.mod":   "module other\n\ngo 1.26\n",
	}
	step := goStep(first, "env", "GOFLAGS", "GOWORK", "GOENV", "GOPROXY", "GOTOOLCHAIN", "CGO_ENABLED")
	cgo := goStep(second, "env", "CGO_ENABLED")
	cgo.Env = map[string]string{"CGO_ENABLED": "1"}
	got := compile(t, place(t), files, step, cgo, goStep(third, "list", "./..."))
	if outcome := got.step(t, first); outcome.Stdout != "-mod=mod\noff\n\noff\nlocal\n0\n" {
		t.Errorf("%q", outcome.Stdout)
	}
	if outcome := got.step(t, second); outcome.Stdout != "1\n" {
		t.Errorf("%q", outcome.Stdout)
	}
	if outcome := got.step(t, third); outcome.Stdout != "sample\n" {
		t.Errorf("%+v", outcome)
	}
}

func TestABuildWritesOnlyToItsPrivateCache(t *testing.T) {
	baked, where := t.TempDir(), place(t)
	where.Cache = baked
	entry := filepath.Join(baked, "00", strings.Repeat("0", 64)+"-d")
	if err := os.MkdirAll(filepath.Dir(entry), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(entry, []byte("baked"), 0o444); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-1000 * time.Hour)
	if err := os.Chtimes(entry, long, long); err != nil {
		t.Fatal(err)
	}
	step := goStep(first, "list")
	compile(t, where, program, step)
	if text, err := os.ReadFile(entry); err != nil || string(text) != "baked" {
		t.Errorf("the baked entry: %q, %v", text, err)
	}
	private := filepath.Join(where.privateCache(), "00", filepath.Base(entry))
	if target, err := os.Readlink(private); err != nil || target != entry {
		t.Errorf("an old entry was not kept: %q, %v", target, err)
	}
	var others int
	filepath.WalkDir(baked, func(name string, d fs.DirEntry, err error) error {
		if !d.IsDir() && name != entry {
			others++
		}
		return nil
	})
	if others > 0 {
		t.Errorf("%d entries were added to the baked cache", others)
	}
}

func TestFilesThatGofmtWouldChangeAreNamedWithTheFirstLine(t *testing.T) {
	files := map[string]string{
		"trees/own/fine.go":         "package sample\n",
		"trees/own/sub/spaces.go":   "package sample\n\nfunc f() {\n    return\n}\n",
		"trees/own/end.go":          "package sample\n\n\n",
		"trees/own/broken.go":       "package sample\n\nfunc {\n",
		"trees/own/not-go.txt":      "package   sample\n",
		"trees/own/windows.go":      "package sample\r\n\r\nfunc g() {\r\n}\r\n",
		"trees/own/marked.go":       "\ufeffpackage sample\r\n\r\nvar y = 1\r\n",
		"trees/own/testdata/x.go":   "package   sample\n",
		"trees/own/_old/x.go":       "package   sample\n",
		"trees/own/_x.go":           "package   sample\n",
		"trees/own/mixed.go":        "package sample\r\n\nvar x = 1\n",
		"trees/judged/elsewhere.go": "package   sample\n",
	}
	got := compile(t, place(t), files, wire.CompileStep{ID: first, Kind: "format", Tree: "own"}).step(t, first)
	want := []wire.Unformatted{{File: "broken.go", Error: "3:6: expected 'IDENT', found '{'"}, {File: "end.go", Line: 2}, {File: "mixed.go", Line: 1}, {File: "sub/spaces.go", Line: 4}}
	if got.ExitCode != 0 || !slices.Equal(got.Unformatted, want) {
		t.Errorf("%+v, want %+v", got.Unformatted, want)
	}
}

func TestAFormattedTreeGivesAnEmptyList(t *testing.T) {
	got := compile(t, place(t), program, wire.CompileStep{ID: first, Kind: "format", Tree: "own"})
	if text := string(got["steps/"+first+".json"]); !strings.Contains(text, `"unformatted":[]`) {
		t.Error(text)
	}
}

func TestAJobThatLeadsOutsideIsOurFault(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		step wire.CompileStep
	}{
		"a file beside the trees": {"gocache/00/entry", goStep(first, "list")},
		"a tree that is unknown":  {"trees/theirs/a.go", goStep(first, "list")},
		"a step that is no id":    {"trees/own/a.go", goStep("../x", "list")},
		"a tree outside":          {"trees/own/a.go", wire.CompileStep{ID: first, Kind: "go", Tree: ".."}},
		"a kind that is unknown":  {"trees/own/a.go", wire.CompileStep{ID: first, Kind: "make", Tree: "own"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := try(t, place(t), map[string]string{c.file: "package sample\n"}, c.step); err == nil {
				t.Error(got)
			}
		})
	}
}
