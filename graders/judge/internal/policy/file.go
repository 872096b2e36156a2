package policy

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Bounds of one file in bytes. Tests of the student's own may hold large tables.
const (
	maxBytes = 128 << 10
	maxRead  = 1 << 20
)

// source is one parsed file and which rules it meets.
type source struct {
	*checker
	name string
	set  *token.FileSet
	tree *ast.File
	// test: one of the student's own tests. beside: of a package that no hidden test is linked with. built: not left
	// out by its name or a constraint.
	test, beside, built bool
	// imports by the name under which the file uses them.
	imports map[string][]string
	// uses of packages by path.
	uses map[string][]use
}

func isGo(name string) bool     { return strings.HasSuffix(name, ".go") }
func isTest(name string) bool   { return strings.HasSuffix(name, "_test.go") }
func folder(name string) string { return path.Dir(name) }

// apart reports whether no hidden test is ever linked with a file.
func (s *source) apart() bool { return s.test || s.beside || !s.built }

func (s *source) line(p token.Pos) int {
	return s.set.PositionFor(p, false).Line
}

func (s *source) refuseAt(rule string, at token.Pos, message string) {
	s.refuse(rule, s.name, s.line(at), message)
}

// refuseUnless is refuseAt for what a word of `allow:` would lift.
func (s *source) refuseUnless(word, rule string, at token.Pos, message string) {
	s.checker.refuseUnless(word, rule, s.name, s.line(at), message)
}

// file checks one file; an error is ours.
func (c *checker) file(name string, size int64) error {
	if c.nameRules(name) || !isGo(name) || unbuilt(name) || c.tooBig(name, size) {
		return nil
	}
	text, err := os.ReadFile(filepath.Join(c.dir, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	if line := tooDeep(text); line > 0 {
		c.refuse("nesting", name, line, "Brackets are nested more than 400 deep here; split the expression.")
		return nil
	}
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, name, text, parser.ParseComments)
	if err == nil {
		s := &source{checker: c, name: name, set: set, tree: tree, test: isTest(name)}
		s.built = s.isBuilt()
		s.beside = !s.test && s.isBeside()
		s.rules()
	} else if !isTest(name) && !c.setAside(name, text) {
		c.unread = append(c.unread, name) // the compiler will say why
	}
	return nil
}

// setAside reports whether no build has a file, whatever is in it: Go passes over names that begin with an underscore
// or a dot, and `//go:build ignore` is a half-done file's way out of the package.
func (c *checker) setAside(name string, text []byte) bool {
	if strings.ContainsAny(path.Base(name)[:1], "_.") {
		return true
	}
	tree, err := parser.ParseFile(token.NewFileSet(), name, text, parser.PackageClauseOnly|parser.ParseComments)
	s := &source{checker: c, name: name, tree: tree}
	return err == nil && s.ignored() && !s.isBuilt()
}

// rules applies all that need the syntax.
func (s *source) rules() {
	s.imports = s.importsByName()
	s.uses = s.usesByPath()
	s.comments()
	s.importRules()
	s.nameUses()
	s.reflecting()
	s.redeclared()
	if s.full() && !s.test {
		s.clause()
		s.syntaxRules()
	}
}

// tooBig refuses what is not worth reading. Two limits: of what the compiler gets with hidden tests, and of what is read.
func (c *checker) tooBig(name string, size int64) bool {
	most := int64(maxRead)
	if c.full() && !isTest(name) {
		most = maxBytes
	}
	if size <= most {
		return false
	}
	c.refuse("file-size", name, 0, fmt.Sprintf("The file is bigger than %d KiB. Split it, or compute what it lists.", most>>10))
	return true
}

// meetsTests reports whether hidden tests lie in a folder.
func (c *checker) meetsTests(dir string) bool {
	for _, tested := range c.request.Tested {
		if tested == dir {
			return true
		}
	}
	return false
}

// unbuilt reports whether `./...` passes over a file because of a folder's name. What lies there is not read: nothing
// that is may import it (isUnread).
func unbuilt(name string) bool {
	for _, part := range strings.Split(folder(name), "/") {
		if part == "testdata" || len(part) > 1 && (part[0] == '_' || part[0] == '.') {
			return true
		}
	}
	return false
}
