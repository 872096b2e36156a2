package generate

import (
	"go/ast"
	"go/token"
	"go/types"
)

// look is what tests see of a type of the package, beyond its methods.
type look struct {
	// fields that are selected or set.
	fields map[*types.Var]bool
	// inside: the tests use what the type is made of: they index, convert, compare with constants, print, …
	inside bool
	// exact: a literal without field names or a conversion: the fields must be these and no others.
	exact bool
	// values are copied or compared.
	values bool
	// numbers: the tests care for the values of constants, not only for their names.
	numbers bool
	// boxed: values go into interfaces.
	boxed bool
}

// looker collects looks and, on the way, what cannot be sealed.
type looker struct {
	w     *world
	stub  map[*types.Package]bool
	looks map[types.Object]*look
	args  *instances
	bad   func(pos token.Pos, construct, advice string)
	// methods that the tests name, of types of the package.
	methods map[types.Object]map[string]*method
	// implements are the interfaces that values of a type of the package become.
	implements map[types.Object][]*types.Interface
	// skip are literals that stand behind &, and operands that are no use of the value.
	skip map[ast.Expr]bool
}

// named is the type of the package behind t; nil: none.
func (l *looker) named(t types.Type) *types.Named {
	n, is := types.Unalias(t).(*types.Named)
	if !is || n.Obj().Pkg() == nil || !l.stub[n.Obj().Pkg()] || l.w.isTest(n.Obj().Pos()) {
		return nil
	}
	if _, isInterface := n.Underlying().(*types.Interface); isInterface {
		return nil
	}
	return n
}

func (l *looker) look(n *types.Named) *look {
	obj := types.Object(n.Origin().Obj())
	if l.looks[obj] == nil {
		l.looks[obj] = &look{fields: map[*types.Var]bool{}}
	}
	return l.looks[obj]
}

// inside notes that the tests use what t is made of.
func (l *looker) inside(t types.Type) {
	if n := l.named(t); n != nil {
		l.look(n).inside = true
		l.look(n).numbers = true
	}
}

func (l *looker) walk(node ast.Node) {
	ast.Inspect(node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			l.selector(n)
		case *ast.CompositeLit:
			l.literal(n)
		case *ast.IndexExpr:
			if !l.w.info.Types[n.X].IsType() {
				l.insideBase(n.X)
			}
		case *ast.SliceExpr:
			l.insideBase(n.X)
		case *ast.RangeStmt:
			l.insideBase(n.X)
			l.ranged(n)
		case *ast.IncDecStmt:
			l.inside(l.w.info.TypeOf(n.X))
		case *ast.UnaryExpr:
			l.unary(n)
		case *ast.BinaryExpr:
			l.binary(n)
		case *ast.AssignStmt:
			if n.Tok != token.ASSIGN && n.Tok != token.DEFINE {
				l.inside(l.w.info.TypeOf(n.Lhs[0]))
			}
		case *ast.CallExpr:
			l.call(n)
		case *ast.StarExpr:
			if !l.w.info.Types[n].IsType() && !l.skip[n] {
				l.value(l.w.info.TypeOf(n))
			}
		case ast.Expr:
			l.constant(n)
		}
		return true
	})
	(&flow{w: l.w, visit: l.flows}).walk(node)
}

// insideBase is inside for an operand that may be a pointer to an array.
func (l *looker) insideBase(x ast.Expr) {
	t := l.w.info.TypeOf(x)
	if t == nil {
		return
	}
	l.inside(t)
	if p, is := t.Underlying().(*types.Pointer); is {
		l.inside(p.Elem())
	}
}

func (l *looker) ranged(n *ast.RangeStmt) {
	for _, v := range []ast.Expr{n.Key, n.Value} {
		if v != nil {
			l.value(l.w.info.TypeOf(v))
		}
	}
}

func (l *looker) unary(n *ast.UnaryExpr) {
	if n.Op == token.AND {
		l.skip[ast.Unparen(n.X)] = true
		return
	}
	if n.Op == token.ARROW {
		return
	}
	l.inside(l.w.info.TypeOf(n.X))
}

// binary: == and != of two values need nothing of the inside, all else does.
func (l *looker) binary(n *ast.BinaryExpr) {
	for _, x := range []ast.Expr{n.X, n.Y} {
		tv := l.w.info.Types[x]
		switch {
		case n.Op != token.EQL && n.Op != token.NEQ:
			l.inside(tv.Type)
		case tv.IsNil():
			l.inside(l.w.info.TypeOf(n.X))
			l.inside(l.w.info.TypeOf(n.Y))
		default:
			l.value(tv.Type)
		}
	}
}

// value notes that a value of type t is used, not only what a pointer to it gives.
func (l *looker) value(t types.Type) {
	if t == nil {
		return
	}
	if n := l.named(t); n != nil {
		l.look(n).values = true
	}
}
