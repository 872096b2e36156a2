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

// value notes that a value of type t is used, not only what a pointer to it gives.
func (l *looker) value(t types.Type) {
	if t == nil {
		return
	}
	if n := l.named(t); n != nil {
		l.look(n).values = true
	}
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
