package generate_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// inside are the packages that package seal uses and generated code does not.
var inside = regexp.MustCompile(`\b(sync|atomic|reflect|iter|context|bufio|os)\.`)

// TestGlueCompilesNothingOfWhatItUses holds package seal to showing generated code no type with generic parts: the
// compiler would compile those with all their methods in every submission. Once they took two thirds of its time.
func TestGlueCompilesNothingOfWhatItUses(t *testing.T) {
	m, dir := onePackage(t, glueModule, glueTests), t.TempDir()
	if err := m.servantOnly(dir, map[string][]byte{}); err != nil {
		t.Fatal(err)
	}
	for _, name := range compiled(t, dir, "./p") {
		if inside.MatchString(name) {
			t.Errorf("the student's package has %s compiled into it", name)
		}
	}
}

// compiled are the functions in the object file of a package.
func compiled(t *testing.T, dir, folder string) (names []string) {
	t.Helper()
	laid, err := sealOverlay()
	if err != nil {
		t.Fatal(err)
	}
	list := command(context.Background(), dir, "list", "-export", "-overlay="+laid, "-f", "{{.Export}}", folder)
	object, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	symbols, err := exec.Command("go", "tool", "nm", filepath.Clean(strings.TrimSpace(string(object)))).Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(symbols)) {
		if _, name, found := strings.Cut(strings.TrimSpace(line), " T "); found {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		t.Fatal("nothing was compiled")
	}
	return names
}
