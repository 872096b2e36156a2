package generate

import (
	"go/ast"
	"go/types"
	"strings"
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

// boxes decides about a value that becomes an `any`. What only ends in a log may be a number; what compares or prints
// sees the inside.
func (l *looker) boxes(value ast.Expr, t types.Type, call *ast.CallExpr) {
	l.box(t)
	callee := l.callee(call)
	switch {
	case call == nil && !l.named2(t):
		return
	case callee == nil && call != nil, isLog(callee):
		return
	case callee != nil && l.stub[callee.Pkg()]:
		return
	case callee != nil && (callee.FullName() == "errors.As" || callee.FullName() == "errors.AsType"):
		return
	}
	what, own := "an interface", []string(nil)
	if callee != nil {
		what, own = callee.FullName(), asked[packageOf(callee)]
	}
	l.seen(value, t, own, what, map[types.Type]bool{})
}

// named2 reports whether t is a type of the package or a pointer to one.
func (l *looker) named2(t types.Type) bool {
	if p, is := t.Underlying().(*types.Pointer); is {
		t = p.Elem()
	}
	return l.named(t) != nil
}

// seen goes through all that is visible in a value of type t.
func (l *looker) seen(value ast.Expr, t types.Type, own []string, what string, done map[types.Type]bool) {
	if done[t] || hasOne(t, own) {
		return
	}
	done[t] = true
	if n := l.named(t); n != nil {
		if !l.open(value, n, what) {
			return
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		l.seen(value, u.Elem(), own, what, done)
	case *types.Slice:
		l.seen(value, u.Elem(), own, what, done)
	case *types.Array:
		l.seen(value, u.Elem(), own, what, done)
	case *types.Map:
		l.seen(value, u.Key(), own, what, done)
		l.seen(value, u.Elem(), own, what, done)
	case *types.Struct:
		for i := range u.NumFields() {
			l.seen(value, u.Field(i).Type(), own, what, done)
		}
	}
}

// open makes a type plain because all of it is seen. A struct that hides something cannot be.
func (l *looker) open(value ast.Expr, n *types.Named, what string) bool {
	st, isStruct := n.Underlying().(*types.Struct)
	if isStruct {
		for i := range st.NumFields() {
			if !st.Field(i).Exported() && !l.look(n).fields[st.Field(i).Origin()] {
				if what != "an interface" {
					l.bad(value.Pos(), what+" sees the inside of "+n.Obj().Name(),
						"compare what methods return, or give the type a String or Equal method")
				}
				return false
			}
		}
		l.all(n)
	}
	l.look(n).inside = true
	l.look(n).numbers = true
	return true
}

// asked are methods by which packages ask a value itself instead of looking into it.
var asked = map[string][]string{
	"fmt":           {"Error", "String", "Format", "GoString"},
	"encoding/json": {"MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText"},
}

func hasOne(t types.Type, methods []string) bool {
	for _, name := range methods {
		obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
		if _, is := obj.(*types.Func); is {
			return true
		}
	}
	return false
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

// isLog: what it prints decides nothing.
func isLog(f *types.Func) bool {
	if f == nil || f.Pkg() == nil || f.Pkg().Path() != "testing" {
		return false
	}
	name := strings.TrimSuffix(f.Name(), "f")
	return name == "Error" || name == "Fatal" || name == "Log" || name == "Skip"
}
