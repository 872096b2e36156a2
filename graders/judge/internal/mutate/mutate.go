// Package mutate changes a package in small ways that a student's could differ in. Sealed and linked judging must find
// the same verdicts on every mutant: where they do not, a test has to stay linked.
package mutate

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"sort"
)

// Mutant is a file of the package with one change.
type Mutant struct {
	// Kind is the kind of change: "zero", "flip", "drop copy", "retain", "hidden field" or "wrap".
	Kind string
	// What says the kind and where: "zero F", "flip T.M", "drop copy in F", "retain x in F", "hidden field in T", "wrap T".
	What string
	Text []byte
}

// edit replaces a part of the source.
type edit struct {
	kind, where string
	from, to    token.Pos
	text        string
}

// source is a file that is to be changed.
type source struct {
	fset *token.FileSet
	file *ast.File
	text []byte
	// named are the types that its package declares, as they are declared.
	named map[string]ast.Expr
}

// Of lists the mutants of one file, in the order of the source. They parse; whether they compile is not certain.
func Of(name string, text []byte) ([]Mutant, error) {
	s := source{fset: token.NewFileSet(), text: text, named: map[string]ast.Expr{}}
	var err error
	if s.file, err = parser.ParseFile(s.fset, name, text, parser.ParseComments|parser.SkipObjectResolution); err != nil {
		return nil, err
	}
	declared(s.file, s.named)
	return s.mutants(), nil
}

// declared adds the types of a file to those of its package.
func declared(file *ast.File, named map[string]ast.Expr) {
	for _, d := range file.Decls {
		if g, is := d.(*ast.GenDecl); is {
			for _, spec := range g.Specs {
				if t, is := spec.(*ast.TypeSpec); is {
					named[t.Name.Name] = t.Type
				}
			}
		}
	}
}

func (s source) mutants() (all []Mutant) {
	var edits []edit
	for _, d := range s.file.Decls {
		if f, is := d.(*ast.FuncDecl); is && f.Body != nil && f.Name.Name != "init" && f.Name.Name != "main" {
			edits = append(edits, slices.Concat(zero(f, s.fset), flip(f), s.drops(f), s.retains(f))...)
		}
		if g, is := d.(*ast.GenDecl); is {
			edits = append(edits, slices.Concat(hides(g), s.wraps(g))...)
		}
	}
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].from < edits[j].from })
	for _, e := range edits {
		from, to := s.fset.Position(e.from).Offset, s.fset.Position(e.to).Offset
		changed := slices.Concat(s.text[:from], []byte(e.text), s.text[to:])
		if changed, err := withoutUnused(changed, s.file); err == nil {
			all = append(all, Mutant{e.kind, e.kind + e.where, changed})
		}
	}
	return all
}

// of is the source of a part of the file.
func (s source) of(n ast.Node) string {
	return string(s.text[s.fset.Position(n.Pos()).Offset:s.fset.Position(n.End()).Offset])
}

// nameOf is F, or T.M for a method.
func nameOf(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return f.Name.Name
	}
	t := f.Recv.List[0].Type
	if star, is := t.(*ast.StarExpr); is {
		t = star.X
	}
	if index, is := t.(*ast.IndexExpr); is {
		t = index.X
	}
	if ident, is := t.(*ast.Ident); is {
		return ident.Name + "." + f.Name.Name
	}
	return f.Name.Name
}

// zero makes a function do nothing and return zero values.
func zero(f *ast.FuncDecl, fset *token.FileSet) []edit {
	body := "{"
	if f.Type.Results != nil {
		var values string
		for i, field := range f.Type.Results.List {
			var t bytes.Buffer
			if format.Node(&t, fset, field.Type) != nil {
				return nil
			}
			for j := range max(len(field.Names), 1) {
				if i+j > 0 {
					values += ", "
				}
				values += fmt.Sprintf("*new(%s)", t.String())
			}
		}
		body += " return " + values + " "
	}
	return []edit{{"zero", " " + nameOf(f), f.Body.Pos(), f.Body.End(), body + "}"}}
}

// flip turns a pointer receiver into a value, and the other way round.
func flip(f *ast.FuncDecl) []edit {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return nil
	}
	t := f.Recv.List[0].Type
	if star, is := t.(*ast.StarExpr); is {
		return []edit{{"flip", " " + nameOf(f), star.Pos(), star.X.Pos(), ""}}
	}
	return []edit{{"flip", " " + nameOf(f), t.Pos(), t.Pos(), "*"}}
}
