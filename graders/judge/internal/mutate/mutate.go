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
	"sort"
)

// Mutant is a file of the package with one change.
type Mutant struct {
	// What says which kind of change it is and where: "zero F", "flip T.M", "drop copy in F", "retain x in F", "hidden field in T".
	What string
	Text []byte
}

// edit replaces a part of the source.
type edit struct {
	what     string
	from, to token.Pos
	text     string
}

// Of lists the mutants of one file, in the order of the source. They parse; whether they compile is not certain.
func Of(name string, text []byte) ([]Mutant, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var edits []edit
	for _, d := range file.Decls {
		if f, is := d.(*ast.FuncDecl); is && f.Body != nil && f.Name.Name != "init" && f.Name.Name != "main" {
			edits = append(edits, zero(f, fset)...)
			edits = append(edits, flip(f)...)
			edits = append(edits, drops(f, fset, text)...)
			edits = append(edits, retains(f, fset, text)...)
		}
		if g, is := d.(*ast.GenDecl); is {
			edits = append(edits, hides(g)...)
		}
	}
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].from < edits[j].from })
	var all []Mutant
	for _, e := range edits {
		from, to := fset.Position(e.from).Offset, fset.Position(e.to).Offset
		changed := append(append(append([]byte{}, text[:from]...), e.text...), text[to:]...)
		if _, err := parser.ParseFile(token.NewFileSet(), name, changed, parser.SkipObjectResolution); err == nil {
			all = append(all, Mutant{e.what, changed})
		}
	}
	return all, nil
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
	return []edit{{"zero " + nameOf(f), f.Body.Pos(), f.Body.End(), body + "}"}}
}

// flip turns a pointer receiver into a value, and the other way round.
func flip(f *ast.FuncDecl) []edit {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return nil
	}
	t := f.Recv.List[0].Type
	if star, is := t.(*ast.StarExpr); is {
		return []edit{{"flip " + nameOf(f), star.Pos(), star.X.Pos(), ""}}
	}
	return []edit{{"flip " + nameOf(f), t.Pos(), t.Pos(), "*"}}
}

// drops leaves out copies: clone(x) becomes x, append(nothing, x...) too.
func drops(f *ast.FuncDecl, fset *token.FileSet, text []byte) (edits []edit) {
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		arg := copied(call)
		if arg == nil {
			return true
		}
		inner := string(text[fset.Position(arg.Pos()).Offset:fset.Position(arg.End()).Offset])
		edits = append(edits, edit{"drop copy in " + nameOf(f), call.Pos(), call.End(), inner})
		return true
	})
	return edits
}

// copied is what a call makes a copy of.
func copied(call *ast.CallExpr) ast.Expr {
	switch fun := call.Fun.(type) {
	case *ast.SelectorExpr:
		p, is := fun.X.(*ast.Ident)
		if is && (p.Name == "slices" || p.Name == "maps" || p.Name == "bytes") && fun.Sel.Name == "Clone" && len(call.Args) == 1 {
			return call.Args[0]
		}
	case *ast.Ident:
		if fun.Name == "append" && len(call.Args) == 2 && call.Ellipsis.IsValid() && isEmpty(call.Args[0]) {
			return call.Args[1]
		}
	}
	return nil
}

// isEmpty: []T(nil) or []T{}.
func isEmpty(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.CallExpr:
		_, is := x.Fun.(*ast.ArrayType)
		return is
	case *ast.CompositeLit:
		return len(x.Elts) == 0
	}
	return false
}
