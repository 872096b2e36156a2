package policy

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pushmark/judge/internal/wire"
)

// A sample is a text file: lines `want: FILE:LINE RULE` and, where it is not full, `level: LEVEL`, then files after
// lines `-- NAME --`. The folders `tested` and `book` hold hidden tests, at level full; `given` is the assignment's own
// package.
type sample struct {
	level string
	wants []string
	files map[string]string
}

// request asks for the level of the sample. Programs that hidden tests start have no folder with linked tests.
func (s sample) request(allow ...string) wire.Policy {
	request := full(allow...)
	if s.level != "" {
		request.Level, request.Tested = s.level, nil
	}
	return request
}

func readSample(t *testing.T, name string) sample {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s := sample{files: map[string]string{}}
	current := ""
	for line := range strings.Lines(string(text)) {
		name, isFile := strings.CutPrefix(line, "-- ")
		want, isWant := strings.CutPrefix(line, "want: ")
		level, isLevel := strings.CutPrefix(line, "level: ")
		switch {
		case isFile && strings.HasSuffix(name, " --\n"):
			current = strings.TrimSuffix(name, " --\n")
			s.files[current] = ""
		case isWant && current == "":
			s.wants = append(s.wants, strings.TrimSpace(want))
		case isLevel && current == "":
			s.level = strings.TrimSpace(level)
		default:
			s.files[current] += line
		}
	}
	return s
}

func full(allow ...string) wire.Policy {
	return wire.Policy{Level: wire.FullPolicy, Module: "course/sample", Tested: []string{"book", "tested"}, Allow: allow}
}

// write makes a file and the folders above it.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// check writes files beside a package of the assignment's own and applies the policy to them.
func check(t *testing.T, files map[string]string, request wire.Policy) wire.PolicyReport {
	t.Helper()
	dir := t.TempDir()
	given, err := os.ReadFile("testdata/given.go")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "given/given.go"), string(given))
	write(t, filepath.Join(dir, "internal/given/given.go"), string(given))
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
		request.Files = append(request.Files, name)
	}
	report, err := Check(dir, request)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func places(report wire.PolicyReport) []string {
	list := []string{}
	for _, r := range report.Refusals {
		list = append(list, fmt.Sprintf("%s:%d %s", r.File, r.Line, r.Rule))
	}
	slices.Sort(list)
	return list
}

func samples(t *testing.T, kind string, run func(*testing.T, sample)) {
	names, err := filepath.Glob("testdata/" + kind + "/*.txt")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d samples, %v", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) { run(t, readSample(t, name)) })
	}
}

func TestEveryViolationIsRefusedAtItsLine(t *testing.T) {
	seen := map[string]bool{}
	samples(t, "refused", func(t *testing.T, s sample) {
		report := check(t, s.files, s.request())
		slices.Sort(s.wants)
		report.Refusals = slices.DeleteFunc(report.Refusals, func(r wire.Refusal) bool { return r.Level == "warning" })
		if got := places(report); !slices.Equal(got, s.wants) || !report.Refused() {
			t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(s.wants, "\n"))
		}
		for _, r := range report.Refusals {
			seen[r.Rule] = true
			if r.Level != "error" || len(r.Message) < 30 || strings.ContainsAny(r.Message, "\n\x00") {
				t.Errorf("%+v", r)
			}
		}
	})
	for _, rule := range strings.Fields("array-size build-constraint cgo directive dot-import file-name foreign-variable goroutine import line-directive no-body not-go package-clause race-evasion") {
		if !seen[rule] {
			t.Errorf("no sample violates %s", rule)
		}
	}
}

func TestTheWordThatARefusalNamesLiftsIt(t *testing.T) {
	lifted := 0
	samples(t, "refused", func(t *testing.T, s sample) {
		words := []string{}
		before := check(t, s.files, s.request())
		for _, r := range before.Refusals {
			if r.Allow != "" {
				words = append(words, r.Allow)
			}
		}
		lifted += len(words)
		if after := check(t, s.files, s.request(words...)); len(after.Refusals) > len(before.Refusals)-len(words) {
			t.Errorf("with %q: %+v", words, after.Refusals)
		}
	})
	if lifted < 20 {
		t.Errorf("only %d refusals name a word", lifted)
	}
}

func TestHonestCodeIsNotRefusedHoweverOdd(t *testing.T) {
	samples(t, "honest", func(t *testing.T, s sample) {
		for ending, text := range map[string][2]string{"LF": {"", "\n"}, "CRLF": {"", "\r\n"}, "a byte order mark": {"\ufeff", "\n"}} {
			files := map[string]string{}
			for name, content := range s.files {
				files[name] = text[0] + strings.ReplaceAll(content, "\n", text[1])
			}
			report := check(t, files, s.request())
			if got := places(report); !slices.Equal(got, append([]string{}, s.wants...)) || report.Refused() {
				t.Errorf("%s: %+v", ending, report.Refusals)
			}
		}
	})
}

func TestAFileThatDoesNotParseIsLeftToTheCompilerButNamed(t *testing.T) {
	report := check(t, map[string]string{"book/a.go": "package book\n\nfunc {\n", "book/a_test.go": "package {\n"}, full())
	if report.Refused() || !slices.Equal(report.Unread, []string{"book/a.go"}) {
		t.Errorf("%+v", report)
	}
}

func TestAnAssignmentCanAllowMore(t *testing.T) {
	for name, c := range map[string]struct {
		allow  []string
		source string
		want   int
	}{
		"a package":                {[]string{"os"}, "import \"os\"\n\nvar X = os.Args\n", 0},
		"a tree of packages":       {[]string{"net/..."}, "import (\n\t_ \"net\"\n\t_ \"net/http\"\n)\n", 0},
		"a tree and no other":      {[]string{"net/..."}, "import _ \"network\"\n", 1},
		"a package, not its tree":  {[]string{"os"}, "import _ \"os/exec\"\n", 1},
		"a module":                 {[]string{"example.org/x/..."}, "import _ \"example.org/x/y\"\n", 0},
		"goroutines":               {[]string{"concurrency"}, "import \"sync\"\n\nfunc f() { var g sync.WaitGroup; g.Go(f); go f() }\n", 0},
		"dot imports":              {[]string{"dot-imports"}, "import . \"strings\"\n", 0},
		"line directives":          {[]string{"line-directives"}, "//line a.y:1\n", 0},
		"a directive":              {[]string{"go:linkname"}, "//go:linkname f f\nfunc f() {}\n", 0},
		"embedding, by its import": {[]string{"embed"}, "import _ \"embed\"\n\n//go:embed a.go\nvar a string\n", 0},
		"changes of what it named": {[]string{"os"}, "import \"os\"\n\nfunc init() { os.Stdout = nil }\n", 0},
		"but never C":              {[]string{"C"}, "import \"C\"\n", 1},
		"nor another race build":   {[]string{"go:build"}, "//go:build race\n", 1},
		"nor silence about races":  {[]string{"runtime"}, "import \"runtime\"\n\nfunc init() { runtime.RaceDisable() }\n", 1},
	} {
		t.Run(name, func(t *testing.T) {
			source := "package book\n\n" + c.source
			if strings.HasPrefix(c.source, "//go:build") {
				source = c.source + "\npackage book\n"
			}
			report := check(t, map[string]string{"book/a.go": source}, full(c.allow...))
			if errors := slices.DeleteFunc(report.Refusals, func(r wire.Refusal) bool { return r.Level != "error" }); len(errors) != c.want {
				t.Errorf("%+v", errors)
			}
		})
	}
}

func TestCodeInAProcessOfItsOwnMayDoAllButBlindTheRaceDetector(t *testing.T) {
	harmless := "package book\n\nimport (\n\t. \"os\"\n\t\"reflect\"\n\t\"syscall\"\n\t_ \"embed\"\n\t\"io\"\n)\n\n//go:embed a.go\nvar text string\n\nfunc Fast()\n\nfunc init() { go Exit(0); io.EOF = nil; _ = reflect.TypeOf(syscall.SIGTERM) }\n"
	evading := map[string]string{
		"a pragma":           "package book\n\n//go:norace\nfunc f() {}\n",
		"two faces":          "//go:build !race\n\npackage book\n",
		"orders to it":       "package book\n\nimport r \"runtime\"\n\nvar f = r.RaceReleaseMerge\n",
		"another program":    "package book\n\nimport \"syscall\"\n\nvar f = syscall.Exec\n",
		"any other program":  "package book\n\nimport \"os/exec\"\n\nvar f = exec.Command\n",
		"knowing the build":  "package book\n\nimport \"runtime/debug\"\n\nvar f = debug.ReadBuildInfo\n",
		"C, which it misses": "package book\n\nimport \"C\"\n",
	}
	request := full()
	request.Level = wire.RaceEvasionPolicy
	if report := check(t, map[string]string{"book/a.go": harmless}, request); report.Refused() {
		t.Errorf("%+v", report)
	}
	for name, source := range evading {
		if report := check(t, map[string]string{"book/a.go": source}, request); !report.Refused() {
			t.Errorf("%s is not refused", name)
		}
	}
	request.Allow = []string{"os/exec"}
	if report := check(t, map[string]string{"book/a.go": evading["any other program"]}, request); report.Refused() {
		t.Errorf("%+v", report)
	}
}
