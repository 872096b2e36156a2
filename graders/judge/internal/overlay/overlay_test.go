package overlay

import (
	"go/format"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestTheToolchainOfThisMachineIsSupported(t *testing.T) {
	goroot, out := toolchain(t), t.TempDir()
	path, err := Write(goroot, out, "../../../kit")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"testing.go", "fuzz.go", "example.go", "benchmark.go", "pushmark_recorder.go", "pushmark_recording.go"} {
		want := `"` + filepath.Join(goroot, "src/testing", file) + `": "` + filepath.Join(out, file) + `"`
		if !strings.Contains(string(text), want) {
			t.Errorf("%s does not hold %s", text, want)
		}
	}
	want := `"` + filepath.Join(goroot, "src/pushmark/kit/programs/command.go") + `": "` + filepath.Join(out, "kit/programs/command.go") + `"`
	if !strings.Contains(string(text), want) || strings.Contains(string(text), "programs_test.go") || strings.Contains(string(text), "sample") {
		t.Errorf("%s does not hold %s alone", text, want)
	}
}

func TestLineNumbersStayThoseOfTheToolchain(t *testing.T) {
	goroot, out := toolchain(t), t.TempDir()
	if _, err := Write(goroot, out, "../../../kit"); err != nil {
		t.Fatal(err)
	}
	for _, file := range files() {
		before, _ := os.ReadFile(filepath.Join(goroot, "src/testing", file.name))
		after, _ := os.ReadFile(filepath.Join(out, file.name))
		if strings.Count(string(before), "\n") != strings.Count(string(after), "\n") || len(after) <= len(before) {
			t.Errorf("%s: %d bytes became %d, with other lines", file.name, len(before), len(after))
		}
	}
}

func TestAPlaceThatIsNotThereOnceIsAnError(t *testing.T) {
	for name, change := range map[string]func(string) string{
		"gone":  func(text string) string { return strings.Replace(text, "r := b.doBench()", "r := b.bench()", 1) },
		"twice": func(text string) string { return text + "\n// r := b.doBench()\n" },
	} {
		t.Run(name, func(t *testing.T) {
			other := t.TempDir()
			copyTesting(t, toolchain(t), other, change)
			_, err := Write(other, t.TempDir(), "")
			if err == nil || !strings.Contains(err.Error(), "benchmark.go") || !strings.Contains(err.Error(), "not supported") {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestTheAddedFilesAreFormatted(t *testing.T) {
	for _, name := range []string{"recorder.go.txt", "recording.go.txt"} {
		text, err := added.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if formatted, err := format.Source(text); err != nil || string(formatted) != string(text) {
			t.Errorf("%s is not as gofmt writes it: %v", name, err)
		}
	}
}

func toolchain(t *testing.T) string {
	t.Helper()
	if root := os.Getenv("GOROOT"); root != "" {
		return root
	}
	return runtime.GOROOT()
}

// copyTesting copies the files that are changed, benchmark.go with another text.
func copyTesting(t *testing.T, from, to string, change func(string) string) {
	t.Helper()
	dir := filepath.Join(to, "src", "testing")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, file := range files() {
		text, err := os.ReadFile(filepath.Join(from, "src", "testing", file.name))
		if err != nil {
			t.Fatal(err)
		}
		if file.name == "benchmark.go" {
			text = []byte(change(string(text)))
		}
		if err := os.WriteFile(filepath.Join(dir, file.name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
