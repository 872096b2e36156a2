package mutate

import (
	"go/ast"
	"go/token"
)

// kept is the package variable that an exported function keeps an argument in. It stands behind the function.
const kept = "keptByMutant"

// retains has an exported function keep an argument beyond its end: one edit for each slice, map and pointer.
func retains(f *ast.FuncDecl, fset *token.FileSet, text []byte) (edits []edit) {
	if !f.Name.IsExported() {
		return nil
	}
	open, end := fset.Position(f.Body.Lbrace).Offset, fset.Position(f.End()).Offset
	body := string(text[open+1 : end])
	for _, field := range f.Type.Params.List {
		if !refers(field.Type) {
			continue
		}
		for _, name := range field.Names {
			if name.Name != "_" {
				changed := "{\n" + kept + " = " + name.Name + "\n" + body + "\n\nvar " + kept + " any\n"
				edits = append(edits, edit{"retain " + name.Name + " in " + nameOf(f), f.Body.Lbrace, f.End(), changed})
			}
		}
	}
	return edits
}

// refers reports whether values of a type lead to what the caller has too.
func refers(t ast.Expr) bool {
	switch t := t.(type) {
	case *ast.ArrayType:
		return t.Len == nil
	case *ast.MapType, *ast.StarExpr:
		return true
	}
	return false
}

// hides gives each struct that has hidden fields one more: another representation of the same type.
func hides(g *ast.GenDecl) (edits []edit) {
	for _, spec := range g.Specs {
		named, is := spec.(*ast.TypeSpec)
		if !is {
			continue
		}
		if s, is := named.Type.(*ast.StructType); is && hasHidden(s) {
			first := s.Fields.Opening + 1
			edits = append(edits, edit{"hidden field in " + named.Name.Name, first, first, " hiddenByMutant int;"})
		}
	}
	return edits
}

func hasHidden(s *ast.StructType) bool {
	for _, field := range s.Fields.List {
		for _, name := range field.Names {
			if !name.IsExported() {
				return true
			}
		}
	}
	return false
}
