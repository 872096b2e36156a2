package policy

import (
	"go/ast"
	"go/token"
	"go/types"
)

// aliases are the variables of a file that were given (a part of) a variable of another package, with the type of what
// they were given. They are followed by assignments alone, not through calls, and whatever the order: what is written
// through one of them may be the other package's.
type aliases struct {
	*source
	of map[*ast.Object]types.Type
	// last is where a variable was last given such a thing; owned, where it got the answer of a call or a new value.
	last    map[*ast.Object]token.Pos
	owned   map[*ast.Object][]span
	changed bool
}

// place is what an operand denotes: its type (nil: not known), and whether its memory belongs to another package
// rather than to the variable that the operand begins with.
type place struct {
	of      types.Type
	foreign bool
}

// maxRounds of following assignments; each finds what is assigned further up than what it is an alias of.
const maxRounds = 10

// aliases follows assignments until nothing new is found.
func (s *source) aliases() *aliases {
	a := &aliases{s, map[*ast.Object]types.Type{}, map[*ast.Object]token.Pos{}, map[*ast.Object][]span{}, true}
	ast.Inspect(s.tree, a.owning)
	for round := 0; a.changed && round < maxRounds; round++ {
		a.changed = false
		ast.Inspect(s.tree, a.bindings)
	}
	return a
}

func (a *aliases) bindings(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if i < len(n.Rhs) && (n.Tok == token.ASSIGN || n.Tok == token.DEFINE) {
				a.bind(left, n.Rhs[i], false)
			}
		}
	case *ast.ValueSpec:
		for i, name := range n.Names {
			if i < len(n.Values) {
				a.bind(name, n.Values[i], false)
			}
		}
	case *ast.RangeStmt:
		a.bind(n.Value, n.X, true)
	}
	return true
}

// bind notes that a variable gets a value, or the elements of one.
func (a *aliases) bind(left, right ast.Expr, elements bool) {
	name, isName := left.(*ast.Ident)
	if !isName || name.Obj == nil {
		return
	}
	given, isForeign := a.place(right)
	if !isForeign {
		return
	}
	if elements {
		given = element(given)
	}
	if _, isKnown := a.of[name.Obj]; !isKnown {
		a.of[name.Obj], a.changed = given.of, true
	}
	if name.Pos() > a.last[name.Obj] {
		a.last[name.Obj], a.changed = name.Pos(), true
	}
}

// place follows an operand from its beginning. False: it does not begin with a foreign variable or an alias.
func (a *aliases) place(e ast.Expr) (place, bool) {
	switch n := e.(type) {
	case *ast.Ident:
		of, isAlias := a.of[n.Obj]
		return place{of, false}, isAlias && n.Obj != nil && !a.isOwn(n)
	case *ast.ParenExpr:
		return a.place(n.X)
	case *ast.StarExpr:
		return a.after(n.X, pointed)
	case *ast.IndexExpr:
		return a.after(n.X, element)
	case *ast.SliceExpr:
		return a.after(n.X, sliced)
	case *ast.TypeAssertExpr:
		return a.after(n.X, func(p place) place { return place{nil, p.foreign} })
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			return a.after(n.X, addressed)
		}
	case *ast.SelectorExpr:
		if foreign, name := a.foreignVariable(n); foreign != "" {
			return place{a.types.variable(foreign, name), true}, true
		}
		return a.after(n.X, func(p place) place { return field(p, n.Sel.Name) })
	}
	return place{}, false
}

func (a *aliases) after(e ast.Expr, step func(place) place) (place, bool) {
	p, isForeign := a.place(e)
	if !isForeign {
		return p, false
	}
	return step(p), true
}
