package policy

import (
	"errors"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
)

// typed knows the types of other packages' variables: those of the standard library and of the assignment. It reads
// declarations only, and no file of the student's.
type typed struct {
	*checker
	set   *token.FileSet
	found map[string]*types.Package
}

// inner packages of the standard library are large and are imported by all others, whose variables have no types of theirs.
var inner = regexp.MustCompile(`^(C|unsafe|runtime|syscall|.*internal)(/|$)`)

var errUnread = errors.New("a package that is not read")

// variable is the type of a package's variable, nil when it is not known.
func (t *typed) variable(imported, name string) types.Type {
	of, err := t.Import(imported)
	if err != nil {
		return nil
	}
	variable, isVariable := of.Scope().Lookup(name).(*types.Var)
	if !isVariable || variable.Type() == types.Typ[types.Invalid] {
		return nil
	}
	return variable.Type()
}

// Import makes it an importer for the packages that it reads. What is wrong in one leaves types that are not known.
func (t *typed) Import(imported string) (*types.Package, error) {
	if inner.MatchString(imported) && !t.isOwn(imported) {
		return nil, errUnread
	}
	if found, isKnown := t.found[imported]; isKnown {
		if found == nil {
			return nil, errUnread
		}
		return found, nil
	}
	t.found[imported] = nil // for packages that import each other
	files := t.parsed(imported)
	if len(files) == 0 {
		return nil, errUnread
	}
	config := types.Config{Importer: t, IgnoreFuncBodies: true, FakeImportC: true, Error: func(error) {}}
	t.found[imported], _ = config.Check(imported, t.set, files, nil)
	return t.found[imported], nil
}

// parsed reads the files of a package that are built here.
func (t *typed) parsed(imported string) []*ast.File {
	dir := t.home(imported)
	here := context()
	found, err := here.ImportDir(dir, 0)
	if dir == "" || err != nil {
		return nil
	}
	var files []*ast.File
	for _, name := range found.GoFiles {
		if file, err := parser.ParseFile(t.set, filepath.Join(dir, name), nil, parser.SkipObjectResolution); err == nil {
			files = append(files, file)
		}
	}
	return files
}

// home is the folder of a package; empty for those of other modules and the student's.
func (t *typed) home(imported string) string {
	if dir, isOwn := t.folderOf(imported); isOwn {
		if t.isStudents(imported) {
			return ""
		}
		return filepath.Join(t.dir, dir)
	}
	return filepath.Join(build.Default.GOROOT, "src", filepath.FromSlash(imported))
}

// isOwn reports whether a package is of the assignment's module.
func (t *typed) isOwn(imported string) bool {
	_, isOwn := t.folderOf(imported)
	return isOwn
}
