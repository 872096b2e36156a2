package policy

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
)

// clause is the package that a file says it belongs to.
type clause struct {
	file, name string
	line       int
}

// clause notes what a file says, or that Go leaves it out here because of its name or a constraint: nothing wrong, but
// its author may wonder. `//go:build ignore` says that it is meant.
func (s *source) clause() {
	if s.built {
		dir := folder(s.name)
		s.clauses[dir] = append(s.clauses[dir], clause{s.name, s.tree.Name.Name, s.line(s.tree.Package)})
	} else if !s.ignored() {
		s.warn("left-out", s.name, "Go leaves this file out here: its name or a build constraint asks for another system.")
	}
}

// clauseRules wants one package in each folder, the assignment's where it has files there. Programs and the clause
// `documentation`, which Go passes over, are other matters.
func (c *checker) clauseRules() {
	for dir, clauses := range c.clauses {
		want := c.teachersPackage(dir)
		for _, each := range clauses {
			if each.name == "main" || each.name == "documentation" || each.name == want {
				continue
			}
			if want == "" {
				want = each.name
				continue
			}
			c.refuse("package-clause", each.file, each.line, fmt.Sprintf(
				"This file says package %s, but this folder holds package %s.", short(each.name), short(want)))
		}
	}
}

// teachersPackage is the package of the files in a folder that are not the student's; empty when there are none.
func (c *checker) teachersPackage(dir string) string {
	entries, err := os.ReadDir(filepath.Join(c.dir, filepath.FromSlash(dir)))
	if err != nil {
		return ""
	}
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		if !entry.Type().IsRegular() || !isGo(name) || isTest(name) || c.files[name] {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), filepath.Join(c.dir, name), nil, parser.PackageClauseOnly)
		if err == nil {
			return tree.Name.Name
		}
	}
	return ""
}
