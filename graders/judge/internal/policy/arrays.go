package policy

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
)

// maxLength of an array and of an index in a literal: larger ones make a compiler or linker write out their zeros.
const maxLength = 1 << 20

// values of a file's constants, as far as literals and operators go. What is not known here is left to the limits of
// the compiler's container.
type values map[*ast.Object]constant.Value

func (s *source) constants() values {
	known := values{}
	ast.Inspect(s.tree, func(node ast.Node) bool {
		spec, isSpec := node.(*ast.ValueSpec)
		if !isSpec || len(spec.Names) != len(spec.Values) {
			return true
		}
		for i, name := range spec.Names {
			if name.Obj != nil && name.Obj.Kind == ast.Con {
				known[name.Obj] = valueOf(spec.Values[i], known)
			}
		}
		return true
	})
	return known
}

func (s *source) arrayLength(array *ast.ArrayType, known values) {
	if array.Len != nil && tooLong(valueOf(array.Len, known)) {
		s.refuseAt("array-size", array.Len.Pos(), fmt.Sprintf("An array of more than %d elements. Make a slice of the length that is needed.", maxLength))
	}
}

// arrayIndexes looks at keys that are numbers written out; those of maps are no constants of indexes.
func (s *source) arrayIndexes(literal *ast.CompositeLit, known values) {
	if _, isArray := literal.Type.(*ast.ArrayType); !isArray {
		return
	}
	for _, element := range literal.Elts {
		if pair, isPair := element.(*ast.KeyValueExpr); isPair && tooLong(valueOf(pair.Key, known)) {
			s.refuseAt("array-size", pair.Pos(), fmt.Sprintf("An index above %d in a literal. Make a slice and set the element.", maxLength))
		}
	}
}

func tooLong(value constant.Value) bool {
	if value == nil {
		return false
	}
	whole := constant.ToInt(value)
	return whole.Kind() == constant.Int && constant.Compare(whole, token.GTR, constant.MakeInt64(maxLength))
}

// valueOf computes a constant, or nil when it is not known. Shifts are bounded, so that no number grows without end.
func valueOf(e ast.Expr, known values) constant.Value {
	switch n := e.(type) {
	case *ast.BasicLit:
		if n.Kind == token.INT || n.Kind == token.FLOAT || n.Kind == token.CHAR {
			return number(n)
		}
	case *ast.Ident:
		return known[n.Obj]
	case *ast.ParenExpr:
		return valueOf(n.X, known)
	case *ast.BinaryExpr:
		return binary(valueOf(n.X, known), n.Op, valueOf(n.Y, known))
	}
	return nil
}
