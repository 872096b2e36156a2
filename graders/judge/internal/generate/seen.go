package generate

import (
	"go/ast"
	"go/types"
	"strings"
)

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

// isLog: what it prints decides nothing.
func isLog(f *types.Func) bool {
	if f == nil || f.Pkg() == nil || f.Pkg().Path() != "testing" {
		return false
	}
	name := strings.TrimSuffix(f.Name(), "f")
	return name == "Error" || name == "Fatal" || name == "Log" || name == "Skip"
}
