// Package mutate makes wrong solutions out of a right one: machine-made cases for the check that sealed and linked
// judging agree. A mutant differs from the reference in one place.
package mutate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Mutant is one file as it stands in one wrong solution.
type Mutant struct {
	// Name says what was done: "zero (*Book).Top", "no copy at gradebook/book.go:31".
	Name string `json:"name"`
	File string `json:"file"`
	Text string `json:"text"`
}

// change replaces the bytes from..to of a file.
type change struct {
	name     string
	from, to int
	text     string
}

// Write writes, as JSON, all mutants of the named files below root.
func Write(out io.Writer, root string, files []string) error {
	all := []Mutant{}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			return err
		}
		mutants, err := of(file, text)
		if err != nil {
			return err
		}
		all = append(all, mutants...)
	}
	return json.NewEncoder(out).Encode(all)
}

func of(file string, text []byte) ([]Mutant, error) {
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, file, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("mutants: %w", err)
	}
	source := &source{fset, file, text}
	var all []Mutant
	for _, change := range append(source.zeros(parsed), source.copies(parsed)...) {
		mutated := bytes.Join([][]byte{text[:change.from], text[change.to:]}, []byte(change.text))
		all = append(all, Mutant{change.name, file, string(mutated)})
	}
	return all, nil
}

type source struct {
	fset *token.FileSet
	file string
	text []byte
}

func (s *source) offset(pos token.Pos) int { return s.fset.Position(pos).Offset }
func (s *source) of(n ast.Node) string     { return string(s.text[s.offset(n.Pos()):s.offset(n.End())]) }

// zeros makes each function return zero values at once. What stands behind stays, so that no import becomes unused.
func (s *source) zeros(file *ast.File) []change {
	var all []change
	for _, decl := range file.Decls {
		f, is := decl.(*ast.FuncDecl)
		if !is || f.Body == nil || len(f.Body.List) == 0 || f.Name.Name == "init" || f.Name.Name == "main" {
			continue
		}
		at := s.offset(f.Body.Lbrace) + 1
		all = append(all, change{"zero " + s.name(f), at, at, " if true { " + s.leave(f.Type.Results) + " }; "})
	}
	return all
}

func (s *source) name(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return f.Name.Name
	}
	return "(" + s.of(f.Recv.List[0].Type) + ")." + f.Name.Name
}

// leave is a return of zero values.
func (s *source) leave(results *ast.FieldList) string {
	if results == nil || len(results.List) == 0 || len(results.List[0].Names) > 0 {
		return "return"
	}
	var declared, names []string
	for i, field := range results.List {
		name := fmt.Sprintf("zz%d", i)
		declared = append(declared, "var "+name+" "+s.of(field.Type))
		names = append(names, name)
	}
	return strings.Join(declared, "; ") + "; return " + strings.Join(names, ", ")
}

// copies drops each copy: of slices.Clone and its kin and of append to nothing only the argument stays. Where that
// was all that a package was imported for, the mutant does not build and says nothing.
func (s *source) copies(file *ast.File) []change {
	var all []change
	ast.Inspect(file, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		if argument := s.copied(call); argument != nil {
			from, to := s.offset(call.Pos()), s.offset(call.End())
			line := s.fset.Position(call.Pos()).Line
			all = append(all, change{fmt.Sprintf("no copy at %s:%d", s.file, line), from, to, s.of(argument)})
		}
		return true
	})
	return all
}

// copied is what a call copies; nil when it is no copy.
func (s *source) copied(call *ast.CallExpr) ast.Expr {
	name := s.of(call.Fun)
	switch {
	case (name == "slices.Clone" || name == "maps.Clone" || name == "bytes.Clone") && len(call.Args) == 1:
		return call.Args[0]
	case name == "append" && len(call.Args) == 2 && call.Ellipsis.IsValid() && isNothing(call.Args[0]):
		return call.Args[1]
	}
	return nil
}

// isNothing recognises []T(nil) and []T{}.
func isNothing(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.CompositeLit:
		return len(x.Elts) == 0
	case *ast.CallExpr:
		if len(x.Args) == 1 {
			argument, is := x.Args[0].(*ast.Ident)
			return is && argument.Name == "nil"
		}
	}
	return false
}
