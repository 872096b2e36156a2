package policy

import (
	"go/ast"
	"go/token"
	"slices"
)

// span is from an assignment to the end of the block that it stands in.
type span struct{ from, to token.Pos }

// owning notes statements of a block like `names = slices.Clone(names)`.
func (a *aliases) owning(node ast.Node) bool {
	var statements []ast.Stmt
	switch n := node.(type) {
	case *ast.BlockStmt:
		statements = n.List
	case *ast.CaseClause:
		statements = n.Body
	case *ast.CommClause:
		statements = n.Body
	}
	for _, statement := range statements {
		assigned, isAssigned := statement.(*ast.AssignStmt)
		if !isAssigned || assigned.Tok != token.ASSIGN {
			continue
		}
		for i, left := range assigned.Lhs {
			if name, isName := left.(*ast.Ident); isName && name.Obj != nil && isNew(assigned.Rhs[min(i, len(assigned.Rhs)-1)]) {
				a.owned[name.Obj] = append(a.owned[name.Obj], span{assigned.End(), node.End()})
			}
		}
	}
	return true
}

func isNew(e ast.Expr) bool {
	switch n := e.(type) {
	case *ast.CallExpr, *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return n.Op == token.AND && isNew(n.X)
	}
	return false
}

// isOwn reports whether a variable has a value of the student's own again where it is named.
func (a *aliases) isOwn(name *ast.Ident) bool {
	return slices.ContainsFunc(a.owned[name.Obj], func(s span) bool {
		return s.from > a.last[name.Obj] && s.from <= name.Pos() && name.Pos() < s.to
	})
}
