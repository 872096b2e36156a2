package compile

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pushmark/judge/internal/overlay"
)

// early is a package that comes before testing by its path, and looks for the marker that testing takes away.
var early = map[string]string{
	"trees/judged/go.mod":            "module a.example/early\n\ngo 1.26\n",
	"trees/judged/early.go":          "package early\n\nimport \"os\"\n\nvar Seen = os.Getenv(\"PUSHMARK_RECORD\")\n",
	"trees/judged/zz_testing.go":     "package early\n\nconst Own = true\n",
	"trees/judged/two/a.go":          "package a\n",
	"trees/judged/two/b.go":          "package b\n",
	"trees/judged/broken/broken.go":  "package broken\n\nimport (\n",
	"trees/judged/ignored/ignore.go": "//go:build ignore\n\npackage ignored\n",
	"trees/judged/early_test.go": `package early_test

import (
	"testing"

	"a.example/early"
)

func TestSeen(t *testing.T) {
	if early.Seen != "" || !early.Own {
		t.Error("the package was initialised before testing")
	}
}
`,
}

func TestTestingIsInitialisedBeforeEveryPackageOfATree(t *testing.T) {
	for _, flags := range [][]string{{"-overlay={overlay}"}, {"-overlay={overlay}", "-cover"}} {
		where := warm(t)
		root, err := exec.Command("go", "env", "GOROOT").Output()
		if err != nil {
			t.Fatal(err)
		}
		if where.Overlay, err = overlay.Write(strings.TrimSpace(string(root)), t.TempDir(), ""); err != nil {
			t.Fatal(err)
		}
		step := goStep(first, append(append([]string{"test", "-c", "-vet=off"}, flags...), "-o", "{out}", ".")...)
		step.Tree, step.Artifact = "judged", true
		got := compile(t, where, early, step)
		if outcome := got.step(t, first); outcome.ExitCode != 0 {
			t.Fatalf("%v: %s", flags, outcome.Stderr)
		}
		program := filepath.Join(t.TempDir(), "early.test")
		if err := os.WriteFile(program, got["artifacts/"+first], 0o700); err != nil {
			t.Fatal(err)
		}
		run := exec.Command(program)
		run.Env = []string{"PUSHMARK_RECORD=1"}
		covered := len(flags) > 1
		if text, err := run.CombinedOutput(); (err == nil) == covered {
			t.Errorf("%v: %v: %s", flags, err, text)
		}
	}
}
