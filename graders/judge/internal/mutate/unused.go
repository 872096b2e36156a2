package mutate

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
)

// withoutUnused makes imports blank that only the original needs: a change that leaves one unused would not compile.
func withoutUnused(changed []byte, original *ast.File) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", changed, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	before, now := qualifiers(original), qualifiers(file)
	// From the end, so that places stay what they are.
	for _, spec := range slices.Backward(file.Imports) {
		if name := importName(spec); before[name] && !now[name] {
			from, to := fset.Position(spec.Pos()).Offset, fset.Position(spec.Path.Pos()).Offset
			changed = slices.Concat(changed[:from], []byte("_ "), changed[to:])
		}
	}
	return changed, nil
}

// qualifiers are the names that stand before a point, packages among them.
func qualifiers(file *ast.File) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, is := n.(*ast.SelectorExpr); is {
			if x, is := s.X.(*ast.Ident); is {
				names[x.Name] = true
			}
		}
		return true
	})
	return names
}
