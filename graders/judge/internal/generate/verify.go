package generate

import (
	_ "embed"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path"
)

// shim declares what generated code uses of package seal; it stands in for it while the result is checked.
//
//go:embed shim.go.txt
var shim string

// program is one of those that the module's packages become part of.
type program int

const (
	sealedTests program = iota // the tests, with stubs of the student's packages
	servant                    // the student's packages with glue, without tests
	linkedTests                // the tests with the student's packages
)

// verify compiles both halves. What a test file cannot do with the stub is a reason against the test, and everything
// begins again without it; an error in the generated files themselves is one against all tests.
func (g *generator) verify(r *Result) (again bool) {
	return g.compile(sealedTests, r.Stub, g.blame) || g.compile(servant, r.Servant, g.blame)
}

// verifyLinked compiles the test files of linked tests with the reference.
func (g *generator) verifyLinked(files map[string][]byte) (err error) {
	g.compile(linkedTests, files, func(at token.Position, message string) {
		err = fmt.Errorf("%s: the test files without sealed tests do not compile: %s", at, message)
	})
	return err
}

// compile type-checks a program with files laid over the module, and reports whether anything is wrong.
func (g *generator) compile(p program, laid map[string][]byte, wrong func(token.Position, string)) bool {
	c := &verifier{g: g, program: p, laid: laid, wrong: wrong, fset: token.NewFileSet(), done: map[string]*types.Package{}}
	c.run()
	return c.found
}

type verifier struct {
	g       *generator
	program program
	laid    map[string][]byte
	wrong   func(at token.Position, message string)
	fset    *token.FileSet
	done    map[string]*types.Package
	now     listed
	std     types.Importer
	found   bool
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

// unit checks one package of the module in the form that the program has.
func (c *verifier) unit(u *unit) {
	c.now = u.listed
	var files []*ast.File
	for _, file := range u.files {
		name, _ := c.g.w.place(file.Pos())
		isTest, isStubbed := c.g.w.isTest(file.Pos()), c.g.stub[u.types]
		switch {
		case isTest && c.program == servant:
			continue
		case isTest:
			files = append(files, c.parse(name, c.laid[name]))
		case isStubbed && c.program == sealedTests:
			continue
		default:
			files = append(files, c.parse(name, c.g.w.source[c.g.w.fset.File(file.Pos()).Name()]))
		}
	}
	for _, name := range []string{"zz_stub.go", "zz_seal.go"} {
		full := path.Join(u.dir, name)
		if c.laid[full] != nil && c.g.stub[u.types] {
			files = append(files, c.parse(full, c.laid[full]))
		}
	}
	if len(files) > 0 {
		c.check(u.path, nil, files)
	}
}

func (c *verifier) parse(name string, text []byte) *ast.File {
	file, err := parser.ParseFile(c.fset, name, text, parser.SkipObjectResolution)
	if err != nil {
		c.report(token.Position{Filename: name}, err.Error())
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
			c.report(c.fset.Position(e.Pos), e.Msg)
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

func (c *verifier) report(at token.Position, message string) {
	c.found = true
	c.wrong(at, message)
}

// blame makes an error a reason against the declaration in which it is, or against all tests.
func (g *generator) blame(at token.Position, message string) {
	reason := &Reason{"the stub cannot offer this: " + message, at.Filename, at.Line, stays}
	blamed := false
	for _, d := range g.decls.all {
		file, first := g.w.place(d.node.Pos())
		_, last := g.w.place(d.node.End())
		if file == at.Filename && first <= at.Line && at.Line <= last {
			blamed = true
			if g.bad[d] == nil {
				g.bad[d] = reason
			}
		}
	}
	for _, d := range g.decls.tests {
		if !blamed && g.bad[d] == nil {
			g.bad[d] = reason
		}
	}
}
