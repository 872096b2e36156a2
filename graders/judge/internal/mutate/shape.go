package mutate

import "go/ast"

// hides gives each struct that has hidden fields one more: another representation of the same type.
func hides(g *ast.GenDecl) (edits []edit) {
	for _, spec := range g.Specs {
		named, is := spec.(*ast.TypeSpec)
		if !is {
			continue
		}
		if s, is := named.Type.(*ast.StructType); is && hasHidden(s) {
			first := s.Fields.Opening + 1
			edits = append(edits, edit{"hidden field", " in " + named.Name.Name, first, first, " hiddenByMutant int;"})
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

// wraps puts an exported type that is no struct into one: another representation, for all that do not look into it.
// Mostly the package itself does, and then the mutant does not compile.
func (s source) wraps(g *ast.GenDecl) (edits []edit) {
	for _, spec := range g.Specs {
		named, is := spec.(*ast.TypeSpec)
		if !is || named.Assign.IsValid() || !named.Name.IsExported() {
			continue
		}
		switch named.Type.(type) {
		case *ast.Ident, *ast.ArrayType, *ast.MapType:
			wrapped := "struct{ hiddenByMutant " + s.of(named.Type) + " }"
			edits = append(edits, edit{"wrap", " " + named.Name.Name, named.Type.Pos(), named.Type.End(), wrapped})
		}
	}
	return edits
}
