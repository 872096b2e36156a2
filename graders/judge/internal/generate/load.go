package generate

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Place is what the generator reads and how it runs `go`.
type Place struct {
	// Go is the go command, Env its environment, Root the root of the module with reference and hidden tests, Dir the
	// package directory in it.
	Go   string
	Env  []string
	Root string
	Dir  string
	// Given decides whether a package directory is the teacher's in every workspace, so that it needs no stub.
	Given func(dir string) bool
	// Wanted are the tests that will be judged sealed; nil where nobody has decided yet.
	Wanted []string
}

// unit is one package of the module that was checked from source.
type unit struct {
	path   string // import path without the mark of a test variant
	dir    string // relative to the root
	files  []*ast.File
	types  *types.Package
	listed listed
}

// world is all that was loaded.
type world struct {
	Place
	fset  *token.FileSet
	info  *types.Info
	units []*unit
	// byPath finds a package of the module by import path.
	byPath map[string]*unit
	source map[string][]byte // by absolute file name
	list   map[string]listed // by the path of go list
}

func load(place Place) (*world, error) {
	list, err := list(place)
	if err != nil {
		return nil, err
	}
	w := &world{Place: place, fset: token.NewFileSet(), byPath: map[string]*unit{}, source: map[string][]byte{},
		info: &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{},
			Implicits: map[ast.Node]types.Object{},
		}}
	w.list = map[string]listed{}
	c := &checker{w: w, list: w.list, done: map[string]*types.Package{"unsafe": types.Unsafe}}
	for _, l := range list {
		c.list[l.ImportPath] = l
	}
	c.std = importer.ForCompiler(w.fset, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(c.list[path].Export)
	})
	for _, l := range list {
		if l.Module == nil || !l.Module.Main || strings.HasSuffix(l.ImportPath, ".test") || c.replaced(l) {
			continue
		}
		if err := c.check(l); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// checker type-checks the packages of the module from source and takes all others from the build cache.
type checker struct {
	w    *world
	list map[string]listed
	done map[string]*types.Package // by the path of `go list`
	std  types.Importer
	now  listed
}

// replaced reports whether the tests see another variant of a package.
func (c *checker) replaced(l listed) bool {
	_, has := c.list[l.ImportPath+" ["+c.testOf()+"]"]
	return has && l.ForTest == ""
}

// testOf is the path of the test program.
func (c *checker) testOf() string {
	for path := range c.list {
		if strings.HasSuffix(path, ".test") {
			return path
		}
	}
	return ""
}

func (c *checker) check(l listed) error {
	path, _, _ := strings.Cut(l.ImportPath, " ")
	dir, err := filepath.Rel(c.w.Root, l.Dir)
	if err != nil {
		return err
	}
	u := &unit{path: path, dir: filepath.ToSlash(dir), listed: l}
	for _, name := range l.GoFiles {
		if err := c.parse(u, l.Dir, name); err != nil {
			return err
		}
	}
	c.now = l
	config := types.Config{Importer: c, GoVersion: l.Module.Version()}
	u.types, err = config.Check(path, c.w.fset, u.files, c.w.info)
	if err != nil {
		return fmt.Errorf("the reference with its hidden tests does not compile: %w", err)
	}
	c.done[l.ImportPath] = u.types
	c.w.units = append(c.w.units, u)
	c.w.byPath[path] = u
	return nil
}

func (c *checker) parse(u *unit, dir, name string) error {
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(c.w.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	c.w.source[name] = text
	u.files = append(u.files, file)
	return nil
}

// Import finds a package for the one that is being checked.
func (c *checker) Import(path string) (*types.Package, error) {
	if mapped, has := c.now.ImportMap[path]; has {
		path = mapped
	}
	if p, done := c.done[path]; done {
		return p, nil
	}
	return c.std.Import(path)
}

// isTest reports whether a place is in a test file.
func (w *world) isTest(pos token.Pos) bool {
	return strings.HasSuffix(w.fset.Position(pos).Filename, "_test.go")
}

// place is a file relative to the root, and a line.
func (w *world) place(pos token.Pos) (string, int) {
	p := w.fset.Position(pos)
	if rel, err := filepath.Rel(w.Root, p.Filename); err == nil {
		return filepath.ToSlash(rel), p.Line
	}
	return p.Filename, p.Line
}
