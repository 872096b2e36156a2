package policy

import "go/ast"

// Errors of pure packages hold a reflect.Type, and an honest decoder asks them what was wrong. One way leads from a type
// to memory that is not the student's: the Func of one of its methods is a reflect.Value. Who names such an error gets
// no Func of anything.

// funcUse is where a Func is taken.
type funcUse struct {
	source *source
	node   ast.Node
}

// reflecting notes whether a file names such an error, and where it takes a field or method called Func.
func (s *source) reflecting() {
	if s.apart() || !s.full() || s.allow.imports("reflect") {
		return
	}
	for imported, uses := range s.uses {
		for _, each := range uses {
			s.reflects = s.reflects || known.reflectTypes.has(imported, each.name)
		}
	}
	ast.Inspect(s.tree, func(node ast.Node) bool {
		selector, isSelector := node.(*ast.SelectorExpr)
		if isSelector && selector.Sel.Name == "Func" && !s.ofPackage(selector.X) {
			s.funcs = append(s.funcs, funcUse{s, selector})
		}
		return true
	})
}

func (s *source) ofPackage(x ast.Expr) bool {
	name, isName := x.(*ast.Ident)
	return isName && name.Obj == nil && len(s.imports[name.Name]) > 0
}

// reflectingRules refuses both together, in whatever files they stand.
func (c *checker) reflectingRules() {
	if !c.reflects {
		return
	}
	for _, each := range c.funcs {
		each.source.refuseUnless("reflect", "reflecting", each.node.Pos(), "An error that this package names has a reflect.Type, whose methods lead to memory that is not yours by their Func. Give your own Func another name, or do without that error.")
	}
}
