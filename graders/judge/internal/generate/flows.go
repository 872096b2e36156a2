package generate

import (
	"go/ast"
	"go/types"
)

// flows looks at one place where a value goes from one type to another.
func (l *looker) flows(value ast.Expr, from, to types.Type, call *ast.CallExpr) {
	if _, isLiteral := ast.Unparen(value).(*ast.CompositeLit); !isLiteral && !l.skip[ast.Unparen(value)] {
		l.value(from)
	}
	l.value(to)
	for _, f := range l.args.of(from) {
		for _, t := range l.args.of(to) {
			l.flow(value, f, t, call)
		}
	}
}

func (l *looker) flow(value ast.Expr, from, to types.Type, call *ast.CallExpr) {
	if types.Identical(from, to) {
		return
	}
	if i, is := to.Underlying().(*types.Interface); is && !types.IsInterface(from) {
		if i.NumMethods() == 0 {
			l.boxes(value, from, call)
		} else {
			l.box(from)
			l.becomes(from, i)
		}
		return
	}
	if types.IsInterface(from) || types.IsInterface(to) {
		return
	}
	// From the type to what it is made of, or back.
	for _, t := range []types.Type{from, to} {
		if n := l.named(t); n != nil && !isTypeParam(from) && !isTypeParam(to) && l.w.info.Types[value].Value == nil {
			l.look(n).inside = true
			l.look(n).numbers = true
			if _, is := n.Underlying().(*types.Struct); is {
				l.look(n).exact = true
				l.all(n)
			}
		}
	}
}

func isTypeParam(t types.Type) bool {
	_, is := types.Unalias(t).(*types.TypeParam)
	return is
}

// all makes every field one that the tests use.
func (l *looker) all(n *types.Named) {
	if st, is := n.Underlying().(*types.Struct); is {
		for i := range st.NumFields() {
			l.look(n).fields[st.Field(i).Origin()] = true
		}
	}
}

// box notes that values go into an interface, which calls methods of theirs: also those inside.
func (l *looker) box(t types.Type) { l.boxAll(t, map[types.Type]bool{}) }

func (l *looker) boxAll(t types.Type, done map[types.Type]bool) {
	if done[t] {
		return
	}
	done[t] = true
	if n := l.named(t); n != nil {
		l.look(n).boxed = true
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for i := range u.NumFields() {
			l.boxAll(u.Field(i).Type(), done)
		}
	case *types.Map:
		l.boxAll(u.Key(), done)
		l.boxAll(u.Elem(), done)
	case *types.Slice:
		l.boxAll(u.Elem(), done)
	case *types.Array:
		l.boxAll(u.Elem(), done)
	}
}

// becomes notes that a value of a type of the package is used as an interface: it needs the methods.
func (l *looker) becomes(t types.Type, i *types.Interface) {
	if p, is := t.Underlying().(*types.Pointer); is {
		t = p.Elem()
	}
	if n := l.named(t); n != nil {
		obj := types.Object(n.Origin().Obj())
		l.implements[obj] = append(l.implements[obj], i)
	}
}

// callee is the function or method that a call names.
func (l *looker) callee(call *ast.CallExpr) *types.Func {
	if call == nil {
		return nil
	}
	fun := ast.Unparen(call.Fun)
	if index, is := fun.(*ast.IndexExpr); is {
		fun = index.X
	}
	switch fun := fun.(type) {
	case *ast.Ident:
		f, _ := l.w.info.Uses[fun].(*types.Func)
		return f
	case *ast.SelectorExpr:
		f, _ := l.w.info.Uses[fun.Sel].(*types.Func)
		return f
	}
	return nil
}
