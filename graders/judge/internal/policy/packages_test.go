package policy

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// packagesOf asks the toolchain: path, name and folder of each package.
func packagesOf(t *testing.T) [][3]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{.Name}} {{.Dir}}", "std").Output()
	if err != nil {
		t.Fatal(err)
	}
	var found [][3]string
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if !strings.Contains("/"+fields[0]+"/", "/internal/") && !strings.HasPrefix(fields[0], "vendor/") {
			found = append(found, [3]string(fields))
		}
	}
	return found
}

func TestEveryPackageOfTheStandardLibraryIsPureOrWithheldForAReason(t *testing.T) {
	for _, each := range packagesOf(t) {
		if path := each[0]; known.pure[path] == (known.withheld[path] != "") {
			t.Errorf("%s: pure %v, withheld because it %q", path, known.pure[path], known.withheld[path])
		}
	}
}

// Without this a file could use a package by a name under which no rule knows it.
func TestPackagesOfTheStandardLibraryAreUsedByTheNameThatIsGuessed(t *testing.T) {
	for _, each := range packagesOf(t) {
		tree := &ast.File{Imports: []*ast.ImportSpec{{Path: &ast.BasicLit{Value: `"` + each[0] + `"`}}}}
		s := &source{tree: tree}
		if guessed := slices.Collect(maps.Keys(s.importsByName())); guessed[0] != each[1] {
			t.Errorf("%s is used as %s, not as %s", each[0], each[1], guessed[0])
		}
	}
}

// A package of a newer toolchain that starts goroutines must be found out: with one, code without a `go` can race.
func TestPurePackagesStartGoroutinesOnlyWhereThePolicyKnows(t *testing.T) {
	for _, each := range packagesOf(t) {
		if path := each[0]; known.pure[path] && known.concurrent[path] == nil && startsGoroutines(t, each[2]) {
			t.Errorf("%s starts goroutines", path)
		}
	}
}

func startsGoroutines(t *testing.T, dir string) bool {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, name := range names {
		if isTest(name) {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(node ast.Node) bool {
			_, isGo := node.(*ast.GoStmt)
			found = found || isGo
			return true
		})
	}
	return found
}
