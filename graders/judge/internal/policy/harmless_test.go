package policy

import (
	"slices"
	"testing"
)

func TestWhatGoNeverBuildsNeedNotParse(t *testing.T) {
	report := check(t, map[string]string{
		"book/_old.go":    "package book\n\nfunc {\n",
		"book/scratch.go": "//go:build ignore\n\npackage main\n\nfunc {\n",
		"book/raced.go":   "//go:build race\n\npackage book\n\nfunc {\n",
		"book/later.go":   "package book\n\n//go:build ignore\n\nfunc {\n",
		"book/both.go":    "//go:build ignore\n//go:build race\n\npackage book\n\nfunc {\n",
	}, full())
	if want := []string{"book/both.go", "book/later.go", "book/raced.go"}; !slices.Equal(report.Unread, want) {
		t.Errorf("unread %q, want %q", report.Unread, want)
	}
}

func TestTestsOfTheStudentsMayNameModules(t *testing.T) {
	report := check(t, map[string]string{
		"book/a_test.go": "package book\n\nimport (\n\t_ \"github.com/stretchr/testify/assert\"\n\t_ \"golang.org/x/exp/maps\"\n)\n",
	}, full())
	if len(report.Refusals) > 0 {
		t.Errorf("%+v", report.Refusals)
	}
	for _, path := range []string{"pushmark/kit/programs", "pushmark/judge/seal", "./other", "../other", "C"} {
		report := check(t, map[string]string{"book/a_test.go": "package book\n\nimport _ \"" + path + "\"\n"}, full())
		if len(report.Refusals) != 1 {
			t.Errorf("%s: %+v", path, report.Refusals)
		}
	}
}
