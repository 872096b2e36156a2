package policy

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// hidden is what the tree with linked hidden tests says: which packages their programs hold, and what names of Go itself
// mean to those that lie in the student's package.
type hidden struct {
	// held are the folders of packages that are linked with a hidden test.
	held map[string]bool
	// spoken has, by folder, the predeclared names that the assignment's files in a student's package use.
	spoken map[string]map[string]bool
}

// hiddenIn reads a tree: the assignment's files with hidden tests, and the student's without tests. Everything counts
// that any build could take, so a package is rather held than not. An error is ours.
func (c *checker) hiddenIn(tree string) (hidden, error) {
	h := hidden{map[string]bool{}, map[string]map[string]bool{}}
	needs := map[string][]string{}
	err := filepath.WalkDir(tree, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || !isGo(name) {
			return err
		}
		rel, err := filepath.Rel(tree, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		needs[folder(rel)] = append(needs[folder(rel)], c.needs(name)...)
		if c.meetsTests(folder(rel)) && !c.files[rel] {
			h.speaks(folder(rel), name)
		}
		return nil
	})
	for queue := append([]string(nil), c.request.Tested...); len(queue) > 0; queue = queue[1:] {
		if dir := queue[0]; !h.held[dir] {
			h.held[dir] = true
			queue = append(queue, needs[dir]...)
		}
	}
	return h, err
}

// needs are the folders of the module that a file imports; what does not parse says so elsewhere, and is not built.
func (c *checker) needs(file string) (dirs []string) {
	tree, _ := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if tree == nil {
		return nil
	}
	for _, spec := range tree.Imports {
		if dir, isOwn := c.folderOf(pathOf(spec)); isOwn {
			dirs = append(dirs, path.Clean(dir))
		}
	}
	return dirs
}

// speaks notes the predeclared names that a file uses, unless it is of a package beside the student's.
func (h hidden) speaks(dir, file string) {
	tree, _ := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if tree == nil || isTest(file) && strings.HasSuffix(tree.Name.Name, "_test") {
		return
	}
	if h.spoken[dir] == nil {
		h.spoken[dir] = map[string]bool{}
	}
	for _, name := range tree.Unresolved {
		if types.Universe.Lookup(name.Name) != nil {
			h.spoken[dir][name.Name] = true
		}
	}
}

// readHidden finds the tree beside the student's own; without one, every package may be linked with hidden tests, but
// for programs.
func (c *checker) readHidden() (err error) {
	if c.request.Tests == "" || !c.full() {
		return nil
	}
	tree := filepath.Join(filepath.Dir(c.dir), c.request.Tests)
	if _, err := os.Stat(tree); err != nil {
		return err
	}
	found, err := c.hiddenIn(tree)
	c.hidden = &found
	return err
}

// isBeside reports whether no hidden test's program holds what a file declares.
func (s *source) isBeside() bool {
	dir := folder(s.name)
	if s.hidden != nil {
		return !s.hidden.held[dir]
	}
	return s.tree.Name.Name == "main" && !s.meetsTests(dir)
}

// redeclared refuses what would give a predeclared name another meaning in hidden tests of the same package: loops over
// len(cases) that never run, a recover that finds a panic.
func (s *source) redeclared() {
	if s.hidden == nil || s.apart() {
		return
	}
	spoken := s.hidden.spoken[folder(s.name)]
	for _, declared := range s.tree.Decls {
		for _, name := range namesOf(declared) {
			if spoken[name.Name] {
				s.refuseAt("redeclared", name.Pos(), fmt.Sprintf("%s is declared by Go itself, and the tests of this package use it. Give yours another name.", name.Name))
			}
		}
	}
}

// namesOf are the names that a declaration gives to its package.
func namesOf(declared ast.Decl) (names []*ast.Ident) {
	switch d := declared.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			names = append(names, d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name)
			case *ast.ValueSpec:
				names = append(names, s.Names...)
			}
		}
	}
	return names
}
