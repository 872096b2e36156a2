package policy

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// checkBeside applies the policy where hidden tests lie in a tree of their own, with the student's files but its tests.
func checkBeside(t *testing.T, hidden, files map[string]string) []string {
	t.Helper()
	root, request := t.TempDir(), full()
	request.Tests = "judged"
	for name, text := range hidden {
		write(t, filepath.Join(root, "judged", name), text)
	}
	for name, text := range files {
		write(t, filepath.Join(root, "own", name), text)
		if !isTest(name) {
			write(t, filepath.Join(root, "judged", name), text)
		}
		request.Files = append(request.Files, name)
	}
	report, err := Check(filepath.Join(root, "own"), request)
	if err != nil {
		t.Fatal(err)
	}
	return places(report)
}

const opens = "\n\nimport \"os\"\n\nvar Open = os.Open\n"

func TestWhatOnlyAProgramImportsMayDoWhatTheProgramMay(t *testing.T) {
	hidden := map[string]string{
		"book/a_test.go": "package book_test\n\nimport (\n\t\"course/sample/book\"\n\t\"course/sample/kit\"\n)\n\nvar _, _ = book.Open, kit.Help\n",
		"kit/kit.go":     "package kit\n\nimport \"course/sample/asked\"\n\nvar Help = asked.Open\n",
	}
	main := "package main\n\nimport \"course/sample/input\"\n\nfunc main() { input.Open(\"\") }\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"of a program":           {map[string]string{"cmd/x/main.go": main, "input/input.go": "package input" + opens}, ""},
		"of its own test":        {map[string]string{"book/own_test.go": "package book\n\nimport _ \"course/sample/input\"\n", "input/input.go": "package input" + opens}, ""},
		"of the tested package":  {map[string]string{"cmd/x/main.go": main, "input/input.go": "package input" + opens, "book/b.go": "package book\n\nimport _ \"course/sample/between\"\n", "between/b.go": "package between\n\nimport _ \"course/sample/input\"\n"}, "input/input.go:3 import"},
		"of a helper of tests":   {map[string]string{"asked/asked.go": "package asked" + opens}, "asked/asked.go:3 import"},
		"the tested one":         {map[string]string{"book/b.go": "package book" + opens}, "book/b.go:3 import"},
		"in a file left out":     {map[string]string{"input/input.go": "package input" + opens, "book/b.go": "//go:build ignore\n\npackage book\n\nimport _ \"course/sample/input\"\n"}, "input/input.go:3 import"},
		"a program that is held": {map[string]string{"book/main.go": "package main" + opens}, "book/main.go:3 import"},
	} {
		if got := strings.Join(checkBeside(t, hidden, c.files), " "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestNoNameOfGoMeansSomethingElseToTheTestsOfAPackage(t *testing.T) {
	inside := "package book\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) {\n\tfor i := range len(cases) {\n\t\tprint := i\n\t\t_ = print\n\t}\n}\n"
	declares := map[string]string{
		"book/a.go":  "package book\n\nfunc len(...any) int { return 0 }\n\nfunc (x T) cap() int { return 0 }\n\ntype T struct{ len int }\n",
		"book/b.go":  "package book\n\nvar cases, min = 1, 2\n\nfunc print(...any) {}\n\nconst max = 3\n",
		"other/a.go": "package other\n\nfunc len(...any) int { return 0 }\n",
	}
	want := []string{"book/a.go:3 redeclared"}
	if got := checkBeside(t, map[string]string{"book/a_test.go": inside}, declares); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	beside := map[string]string{"book/a_test.go": strings.Replace(inside, "package book", "package book_test", 1)}
	if got := checkBeside(t, beside, declares); len(got) > 0 {
		t.Errorf("tests that do not meet these names: %v", got)
	}
	helper := map[string]string{"book/a_test.go": beside["book/a_test.go"], "book/given.go": "package book\n\nvar Given = len(\"x\")\n"}
	if got := checkBeside(t, helper, declares); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
