package generate

import (
	_ "embed"
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path"
	"strings"
)

// shim declares what generated code uses of package seal; it stands in for it while the result is checked.
//
//go:embed shim.go.txt
var shim string

// verify compiles both halves. What a test file cannot do with the stub is a reason against the test, and everything
// begins again without it; an error in the generated files themselves is one against all tests.
func (g *generator) verify(r *Result) (again bool) {
	for _, half := range []map[string][]byte{r.Stub, r.Servant} {
		c := &verifier{g: g, half: half, fset: token.NewFileSet(), done: map[string]*types.Package{}}
		if c.run(); c.found {
			return true
		}
	}
	return false
}

type verifier struct {
	g     *generator
	half  map[string][]byte
	fset  *token.FileSet
	done  map[string]*types.Package
	now   listed
	std   types.Importer
	found bool
}

func (c *verifier) run() {
	c.std = importer.ForCompiler(c.fset, "gc", func(path string) (io.ReadCloser, error) {
		l, has := c.g.w.list[path]
		if !has {
			return nil, errors.New("not listed: " + path)
		}
		return os.Open(l.Export)
	})
	c.check(runtimePath, map[string][]byte{"seal.go": []byte(shim)}, nil)
	c.check(runtimePath+"/web", map[string][]byte{"web.go": []byte("package web\n\nimport \"" + runtimePath + "\"\n\nfunc Register(seal.Half) {}\n")}, nil)
	for _, u := range c.g.w.units {
		c.unit(u)
	}
}

// unit checks one package of the module in the form that this half has.
func (c *verifier) unit(u *unit) {
	c.now = u.listed
	laid := map[string][]byte{}
	for name, text := range c.half {
		if path.Dir(name) == dirOf(u) {
			laid[name] = text
		}
	}
	var files []*ast.File
	for _, file := range u.files {
		name, _ := c.g.w.place(file.Pos())
		isTest, stubbed := c.g.w.isTest(file.Pos()), c.g.stub[u.types]
		switch {
		case isTest && c.glued():
			continue // the servant has no tests
		case isTest:
			files = append(files, c.parse(name, laid[name]))
		case stubbed && !c.glued():
			continue // the stub stands for it
		default:
			files = append(files, c.parse(name, c.g.w.source[c.g.w.fset.File(file.Pos()).Name()]))
		}
	}
	for _, name := range []string{"zz_stub.go", "zz_seal.go"} {
		full := path.Join(u.dir, name)
		if laid[full] != nil && c.g.stub[u.types] {
			files = append(files, c.parse(full, laid[full]))
		}
	}
	if len(files) > 0 {
		c.check(u.path, nil, files)
	}
}

func dirOf(u *unit) string { return path.Clean(u.dir) }

// glued: this half is the servant's.
func (c *verifier) glued() bool {
	for name := range c.half {
		if strings.HasSuffix(name, "zz_seal.go") {
			return true
		}
	}
	return false
}

func (c *verifier) parse(name string, text []byte) *ast.File {
	file, err := parser.ParseFile(c.fset, name, text, parser.SkipObjectResolution)
	if err != nil {
		c.blame(token.Position{Filename: name}, err.Error())
	}
	return file
}

func (c *verifier) check(path string, texts map[string][]byte, files []*ast.File) {
	for name, text := range texts {
		files = append(files, c.parse(name, text))
	}
	if c.found {
		return
	}
	config := types.Config{Importer: c, GoVersion: c.now.Module.Version(), Error: func(err error) {
		var e types.Error
		if errors.As(err, &e) && !e.Soft {
			c.blame(c.fset.Position(e.Pos), e.Msg)
		}
	}}
	c.done[path], _ = config.Check(path, c.fset, files, nil)
}

// Import finds a package as this half has it.
func (c *verifier) Import(path string) (*types.Package, error) {
	if p := c.done[path]; p != nil {
		return p, nil
	}
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if path == "flag" {
		// Every test program has it; it need not be among what the tests import.
		p := types.NewPackage("flag", "flag")
		results := types.NewTuple(types.NewVar(token.NoPos, p, "", types.Typ[types.Bool]))
		p.Scope().Insert(types.NewFunc(token.NoPos, p, "Parsed", types.NewSignatureType(nil, nil, nil, nil, results, false)))
		p.MarkComplete()
		return p, nil
	}
	return c.std.Import(path)
}

// blame makes an error a reason against the declaration in which it is, or against all tests.
func (c *verifier) blame(at token.Position, message string) {
	c.found = true
	reason := &Reason{"the stub cannot offer this: " + message, at.Filename, at.Line, stays}
	blamed := false
	for _, d := range c.g.decls.all {
		file, first := c.g.w.place(d.node.Pos())
		_, last := c.g.w.place(d.node.End())
		if file == at.Filename && first <= at.Line && at.Line <= last {
			blamed = true
			if c.g.bad[d] == nil {
				c.g.bad[d] = reason
			}
		}
	}
	for _, d := range c.g.decls.tests {
		if !blamed && c.g.bad[d] == nil {
			c.g.bad[d] = reason
		}
	}
}
