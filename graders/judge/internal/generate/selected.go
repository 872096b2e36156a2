package generate

import (
	"go/ast"
	"go/types"
)

// selected notes a method that tests name. The first type of the package on the way to it has it, as far as tests see.
func (l *looker) selected(n *ast.SelectorExpr, s *types.Selection) {
	f := s.Obj().(*types.Func)
	if l.w.isTest(f.Pos()) {
		return
	}
	t := s.Recv()
	for i := range s.Index() {
		if p, is := t.Underlying().(*types.Pointer); is {
			t = p.Elem()
		}
		if named := l.named(t); named != nil {
			m := l.method(named.Origin().Obj(), f)
			m.exact = m.exact || s.Kind() == types.MethodExpr || !l.canPoint(n.X, i > 0)
			return
		}
		st, is := t.Underlying().(*types.Struct)
		if !is || i == len(s.Index())-1 {
			return
		}
		t = st.Field(s.Index()[i]).Type()
	}
}

// canPoint reports whether a method with a pointer receiver could be called as well.
func (l *looker) canPoint(x ast.Expr, embedded bool) bool {
	tv := l.w.info.Types[x]
	_, isPointer := tv.Type.Underlying().(*types.Pointer)
	return isPointer || tv.Addressable() || embedded
}

func (l *looker) method(obj types.Object, f *types.Func) *method {
	if l.methods[obj] == nil {
		l.methods[obj] = map[string]*method{}
	}
	if l.methods[obj][f.Name()] == nil {
		l.methods[obj][f.Name()] = &method{f: f.Origin()}
	}
	return l.methods[obj][f.Name()]
}

// selector notes fields, also those that lead to an embedded one. What is selected from is not used as a value.
func (l *looker) selector(n *ast.SelectorExpr) {
	l.constant(n)
	s := l.w.info.Selections[n]
	if s == nil {
		return
	}
	l.skip[ast.Unparen(n.X)] = true
	if s.Kind() != types.FieldVal {
		l.selected(n, s)
	}
	t := s.Recv()
	last := len(s.Index()) - 1
	for i, index := range s.Index() {
		if p, is := t.Underlying().(*types.Pointer); is {
			t = p.Elem()
		}
		st, is := t.Underlying().(*types.Struct)
		if i == last && s.Kind() != types.FieldVal || !is {
			return
		}
		field := st.Field(index)
		// A method that comes through an embedded field belongs to the outer type, as far as tests can see.
		if named := l.named(t); named != nil && s.Kind() == types.FieldVal {
			l.look(named).fields[field.Origin()] = true
		}
		t = field.Type()
	}
}

func (l *looker) literal(n *ast.CompositeLit) {
	t := l.w.literalType(n)
	named := l.named(t)
	if named == nil || len(n.Elts) == 0 {
		return
	}
	st, isStruct := named.Underlying().(*types.Struct)
	if !isStruct {
		l.inside(t)
		return
	}
	for i, element := range n.Elts {
		if kv, is := element.(*ast.KeyValueExpr); is {
			if field, is := l.w.info.Uses[kv.Key.(*ast.Ident)].(*types.Var); is {
				l.look(named).fields[field.Origin()] = true
			}
			continue
		}
		l.look(named).exact = true
		l.look(named).fields[st.Field(i).Origin()] = true
	}
}
