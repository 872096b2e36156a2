package generate

import (
	"go/ast"
	"go/types"
)

// constant: a constant of a type means that the type is what its constants are made of.
func (l *looker) constant(n ast.Expr) {
	tv, has := l.w.info.Types[n]
	if !has || tv.Value == nil {
		return
	}
	named := l.named(tv.Type)
	if named == nil {
		return
	}
	l.look(named).inside = true
	if l.declared(n) == nil {
		l.look(named).numbers = true
	}
}

// declared is the constant that an expression names.
func (l *looker) declared(n ast.Expr) *types.Const {
	var ident *ast.Ident
	switch n := ast.Unparen(n).(type) {
	case *ast.Ident:
		ident = n
	case *ast.SelectorExpr:
		ident = n.Sel
	default:
		return nil
	}
	c, _ := l.w.info.Uses[ident].(*types.Const)
	if c == nil || !l.stub[c.Pkg()] || l.w.isTest(c.Pos()) {
		return nil
	}
	return c
}

// call: what builtins do to a value needs its inside.
func (l *looker) call(n *ast.CallExpr) {
	ident, is := ast.Unparen(n.Fun).(*ast.Ident)
	if !is || len(n.Args) == 0 {
		return
	}
	builtin, is := l.w.info.Uses[ident].(*types.Builtin)
	if !is {
		return
	}
	switch builtin.Name() {
	case "len", "cap", "append", "delete", "clear", "close", "copy":
		l.insideBase(n.Args[0])
		if builtin.Name() == "copy" {
			l.insideBase(n.Args[1])
		}
	case "min", "max", "real", "imag", "complex":
		for _, arg := range n.Args {
			l.inside(l.w.info.TypeOf(arg))
		}
	}
}
