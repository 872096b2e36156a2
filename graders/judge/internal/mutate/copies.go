package mutate

import (
	"go/ast"
	"path"
	"strconv"
)

// drops leaves out copies: clone(x) becomes x, append(nothing, x...) too, and copy(d, x) becomes d = x.
func (s source) drops(f *ast.FuncDecl) (edits []edit) {
	drop := func(n ast.Node, text string) {
		edits = append(edits, edit{"drop copy", " in " + nameOf(f), n.Pos(), n.End(), text})
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if arg := s.copied(n); arg != nil {
				drop(n, s.of(arg))
			}
		case *ast.ExprStmt:
			if into, from := s.filled(n.X); into != nil {
				drop(n, s.of(into)+" = "+s.of(from))
			}
		}
		return true
	})
	return edits
}

// copied is what a call gives a copy of.
func (s source) copied(call *ast.CallExpr) ast.Expr {
	switch called := s.called(call.Fun); {
	case len(call.Args) == 1 && (called == "slices.Clone" || called == "maps.Clone" || called == "bytes.Clone" || called == "slices.Concat"):
		return call.Args[0]
	case len(call.Args) == 1 && (called == "slices.Collect" || called == "maps.Collect"):
		all, is := call.Args[0].(*ast.CallExpr)
		if from := map[string]string{"slices.Collect": "slices.Values", "maps.Collect": "maps.All"}[called]; is && s.called(all.Fun) == from {
			return all.Args[0]
		}
	case len(call.Args) == 2 && called == "append" && call.Ellipsis.IsValid() && isEmpty(call.Args[0]):
		return call.Args[1]
	}
	return nil
}

// filled is a variable or field that a call copies into, and what it copies.
func (s source) filled(x ast.Expr) (into, from ast.Expr) {
	call, is := x.(*ast.CallExpr)
	if !is || len(call.Args) != 2 {
		return nil, nil
	}
	if called := s.called(call.Fun); called != "copy" && called != "maps.Copy" {
		return nil, nil
	}
	switch call.Args[0].(type) {
	case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr:
		return call.Args[0], call.Args[1]
	}
	return nil, nil
}

// called names a function: that of a package with the last part of its path, whatever the file calls it.
func (s source) called(fun ast.Expr) string {
	switch fun := fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		if p, is := fun.X.(*ast.Ident); is {
			for _, spec := range s.file.Imports {
				if importName(spec) == p.Name {
					return path.Base(importPath(spec)) + "." + fun.Sel.Name
				}
			}
		}
	case *ast.IndexExpr:
		return s.called(fun.X)
	case *ast.IndexListExpr:
		return s.called(fun.X)
	}
	return ""
}

// isEmpty: T(nil), T{}, or x[:0:0], which has no room for anything.
func isEmpty(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.CallExpr:
		if len(x.Args) != 1 {
			return false
		}
		none, is := x.Args[0].(*ast.Ident)
		return is && none.Name == "nil"
	case *ast.CompositeLit:
		return len(x.Elts) == 0
	case *ast.SliceExpr:
		return x.Low == nil && isZero(x.High) && isZero(x.Max)
	}
	return false
}

func isZero(x ast.Expr) bool {
	zero, is := x.(*ast.BasicLit)
	return is && zero.Value == "0"
}

func importPath(spec *ast.ImportSpec) string {
	name, _ := strconv.Unquote(spec.Path.Value)
	return name
}

// importName is what a file calls a package; guessed from the path where the file gives it no name.
func importName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	return path.Base(importPath(spec))
}
