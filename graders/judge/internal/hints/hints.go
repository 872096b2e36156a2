// Package hints finds benchmarks that no wrong result can fail, in the test files of one folder. It says nothing where
// it is in doubt. Functions of other packages are taken for the student's, which decide nothing, unless a benchmark
// hands itself to them or their names begin with `must`.
package hints

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"path"
	"path/filepath"
	"strings"
)

// Hint names a benchmark, its file below the root, and what it lacks to notice a wrong result: it "never fails", or
// "fails for errors alone".
type Hint struct {
	Name  string `json:"name"`
	File  string `json:"file"`
	Line  int    `json:"line"`
	Lacks string `json:"lacks"`
}

// Write writes, as a JSON list, the hints at the benchmarks in one folder below root.
func Write(out io.Writer, root, dir string) error {
	fset := token.NewFileSet()
	decls := parse(fset, filepath.Join(root, dir))
	hints, named := []Hint{}, byName(decls)
	for _, d := range decls {
		f, is := d.(*ast.FuncDecl)
		if !is || f.Recv != nil || !strings.HasPrefix(f.Name.Name, "Benchmark") || len(testers(f.Type)) != 1 {
			continue
		}
		r := reach{named: named, seen: map[ast.Node]bool{}}
		r.read(f)
		if lacks, at := r.lacks(), fset.Position(f.Pos()); lacks != "" {
			hints = append(hints, Hint{f.Name.Name, path.Join(dir, filepath.Base(at.Filename)), at.Line, lacks})
		}
	}
	return json.NewEncoder(out).Encode(hints)
}

// parse reads what the test files of a folder declare: nothing when one cannot be read, since then nobody knows.
func parse(fset *token.FileSet, dir string) (decls []ast.Decl) {
	names, _ := filepath.Glob(filepath.Join(dir, "*_test.go"))
	for _, name := range names {
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil
		}
		decls = append(decls, file.Decls...)
	}
	return decls
}

// byName has functions, methods and variables; those of the same name are together.
func byName(decls []ast.Decl) map[string][]ast.Node {
	named := map[string][]ast.Node{}
	for _, d := range decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			named[d.Name.Name] = append(named[d.Name.Name], d)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, is := spec.(*ast.ValueSpec); is {
					for _, name := range v.Names {
						named[name.Name] = append(named[name.Name], v)
					}
				}
			}
		}
	}
	return named
}
