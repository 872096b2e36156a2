// Package policy reads students' Go source and refuses what could make a test's verdict untrue when that source is
// linked with hidden tests: packages that reach files, memory or the process, compiler directives, goroutines that
// nobody asked for, and source made to exhaust a compiler.
//
// Theory of operation. Every rule is decided from the syntax of one file by go/parser, without the types of what the
// student wrote, so each is written to hold whatever they are: a package is known by its import, never by what a value
// can do, and dot imports, which would hide where a name comes from, are refused. (The types of other packages'
// variables are asked for where one gets another name: what is a copy may be changed.) What a rule lets through must be
// harmless by itself; what it refuses must not be what honest code needs (the samples in testdata/honest hold it to that).
// Positions never follow line directives.
//
// Three kinds of files may import more, because no hidden test is ever linked with them: tests of the student's own,
// packages that no program of hidden tests holds (the student's own program, and what it alone imports), and files that
// every build of ours leaves out, which may import all but C. At the level race-evasion, for students' code in a process of its own, only what would blind the
// race detector is refused. What no rule reads, a package in a folder that `./...` leaves out, is imported at no level.
//
// Which packages are pure, and why the others are withheld, is in packages.json, which the worker reads as well.
package policy

import (
	"cmp"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"

	"pushmark/judge/internal/wire"
)

// maxRefusals of one report; more help nobody.
const maxRefusals = 50

// Check reads the student's files below dir and reports what the policy refuses. An error is ours.
func Check(dir string, request wire.Policy) (wire.PolicyReport, error) {
	checker := newChecker(dir, request)
	if err := checker.readHidden(); err != nil {
		return wire.PolicyReport{}, err
	}
	for _, name := range slices.Sorted(slices.Values(request.Files)) {
		info, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || !info.Mode().IsRegular() {
			continue // the worker laid another file over it
		}
		if err := checker.file(name, info.Size()); err != nil {
			return wire.PolicyReport{}, err
		}
	}
	checker.clauseRules()
	checker.reflectingRules()
	return checker.report(), nil
}

// checker holds what is known across files.
type checker struct {
	dir     string
	request wire.Policy
	allow   allowance
	// student has the folders with Go files of the student's, tests aside.
	student map[string]bool
	files   map[string]bool
	// clauses has what is built in each folder, in the order of names.
	clauses map[string][]clause
	types   *typed
	// hidden is nil where no tree with hidden tests is named.
	hidden *hidden
	// reflects: some file names an error that holds a reflect.Type; funcs are where a Func is taken.
	reflects bool
	funcs    []funcUse
	found    []wire.Refusal
	unread   []string
}

func newChecker(dir string, request wire.Policy) *checker {
	c := &checker{dir: dir, request: request, allow: allowed(request), student: map[string]bool{}, files: map[string]bool{}, clauses: map[string][]clause{}}
	c.types = &typed{c, token.NewFileSet(), map[string]*types.Package{}}
	for _, name := range request.Files {
		c.files[name] = true
		if isGo(name) && !isTest(name) {
			c.student[folder(name)] = true
		}
	}
	return c
}

func (c *checker) full() bool { return c.request.Level == wire.FullPolicy }

func (c *checker) refuse(rule, file string, line int, message string) {
	c.refuseUnless("", rule, file, line, message)
}

// refuseUnless notes a refusal that a word of `allow:` would lift.
func (c *checker) refuseUnless(word, rule, file string, line int, message string) {
	c.found = append(c.found, wire.Refusal{Rule: rule, Level: "error", File: file, Line: line, Message: message, Allow: word})
}

func (c *checker) warn(rule, file string, message string) {
	c.found = append(c.found, wire.Refusal{Rule: rule, Level: "warning", File: file, Message: message})
}

// report puts refusals before warnings, each in the order of places.
func (c *checker) report() wire.PolicyReport {
	slices.SortStableFunc(c.found, func(a, b wire.Refusal) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
	report := wire.PolicyReport{Version: Version(), Refusals: slices.Compact(c.found), Unread: c.unread}
	if more := len(report.Refusals) - maxRefusals; more > 0 {
		report.Refusals, report.More = report.Refusals[:maxRefusals], more
	}
	if report.Refusals == nil {
		report.Refusals = []wire.Refusal{}
	}
	if report.Unread == nil {
		report.Unread = []string{}
	}
	return report
}
