package generate

import (
	"go/ast"
	"go/types"
)

// flow calls visit for every place in a declaration where a value of one type becomes one of another: arguments,
// assignments, results, elements of literals, sends, comparisons. call is the call of an argument, else nil.
type flow struct {
	w     *world
	visit func(value ast.Expr, from, to types.Type, call *ast.CallExpr)
	// results of the functions around the current place.
	results []*types.Tuple
}

func (f *flow) walk(node ast.Node) {
	ast.Inspect(node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			f.body(n.Body, f.w.info.Defs[n.Name].Type())
			return false
		case *ast.FuncLit:
			f.body(n.Body, f.w.info.TypeOf(n))
			return false
		case *ast.CallExpr:
			f.call(n)
		case *ast.AssignStmt:
			f.assign(n.Lhs, n.Rhs)
		case *ast.ValueSpec:
			f.spec(n)
		case *ast.ReturnStmt:
			f.returns(n)
		case *ast.CompositeLit:
			f.literal(n)
		case *ast.SendStmt:
			if ch, is := f.w.info.TypeOf(n.Chan).Underlying().(*types.Chan); is {
				f.to(n.Value, ch.Elem(), nil)
			}
		case *ast.BinaryExpr:
			f.to(n.X, f.w.info.TypeOf(n.Y), nil)
			f.to(n.Y, f.w.info.TypeOf(n.X), nil)
		case *ast.IndexExpr:
			if m, is := f.under(n.X).(*types.Map); is {
				f.to(n.Index, m.Key(), nil)
			}
		}
		return true
	})
}

func (f *flow) under(x ast.Expr) types.Type {
	if t := f.w.info.TypeOf(x); t != nil {
		return t.Underlying()
	}
	return nil
}

func (f *flow) body(body *ast.BlockStmt, t types.Type) {
	if body == nil {
		return
	}
	var results *types.Tuple
	if s, is := t.(*types.Signature); is {
		results = s.Results()
	}
	f.results = append(f.results, results)
	f.walk(body)
	f.results = f.results[:len(f.results)-1]
}

func (f *flow) to(value ast.Expr, to types.Type, call *ast.CallExpr) {
	if from := f.w.info.TypeOf(value); from != nil && to != nil {
		f.visit(value, from, to, call)
	}
}

func (f *flow) call(n *ast.CallExpr) {
	fun := f.w.info.Types[n.Fun]
	if fun.IsType() {
		if len(n.Args) == 1 {
			f.to(n.Args[0], fun.Type, n)
		}
		return
	}
	signature, is := f.under(n.Fun).(*types.Signature)
	if !is {
		return
	}
	params := signature.Params()
	for i, arg := range n.Args {
		switch {
		case len(n.Args) == 1 && params.Len() > 1:
			f.spread(arg, params, n)
		case signature.Variadic() && i >= params.Len()-1 && !n.Ellipsis.IsValid():
			if s, is := params.At(params.Len() - 1).Type().(*types.Slice); is {
				f.to(arg, s.Elem(), n)
			}
		case i < params.Len():
			f.to(arg, params.At(i).Type(), n)
		}
	}
}

// spread is f(g()) with several results of g.
func (f *flow) spread(arg ast.Expr, params *types.Tuple, n *ast.CallExpr) {
	tuple, is := f.w.info.TypeOf(arg).(*types.Tuple)
	for i := 0; is && i < min(tuple.Len(), params.Len()); i++ {
		f.visit(arg, tuple.At(i).Type(), params.At(i).Type(), n)
	}
}

func (f *flow) assign(left, right []ast.Expr) {
	if len(left) != len(right) {
		tuple, is := f.w.info.TypeOf(right[0]).(*types.Tuple)
		for i := 0; is && i < len(left); i++ {
			if to := f.w.info.TypeOf(left[i]); to != nil {
				f.visit(right[0], tuple.At(i).Type(), to, nil)
			}
		}
		return
	}
	for i := range left {
		f.to(right[i], f.w.info.TypeOf(left[i]), nil)
	}
}

func (f *flow) spec(n *ast.ValueSpec) {
	for i, value := range n.Values {
		if len(n.Values) == len(n.Names) {
			if obj := f.w.info.Defs[n.Names[i]]; obj != nil {
				f.to(value, obj.Type(), nil)
			}
		}
	}
}

func (f *flow) returns(n *ast.ReturnStmt) {
	if len(f.results) == 0 {
		return
	}
	results := f.results[len(f.results)-1]
	if results == nil || len(n.Results) != results.Len() {
		return
	}
	for i, value := range n.Results {
		f.to(value, results.At(i).Type(), nil)
	}
}

func (f *flow) literal(n *ast.CompositeLit) {
	for i, element := range n.Elts {
		key, value := ast.Expr(nil), element
		if kv, is := element.(*ast.KeyValueExpr); is {
			key, value = kv.Key, kv.Value
		}
		switch t := f.w.literalType(n).Underlying().(type) {
		case *types.Struct:
			f.field(t, i, key, value)
		case *types.Map:
			f.to(key, t.Key(), nil)
			f.to(value, t.Elem(), nil)
		case *types.Slice:
			f.to(value, t.Elem(), nil)
		case *types.Array:
			f.to(value, t.Elem(), nil)
		}
	}
}

func (f *flow) field(t *types.Struct, i int, key, value ast.Expr) {
	if ident, is := key.(*ast.Ident); is {
		if field := f.w.info.Uses[ident]; field != nil {
			f.to(value, field.Type(), nil)
		}
		return
	}
	if i < t.NumFields() {
		f.to(value, t.Field(i).Type(), nil)
	}
}

// literalType is the type of a literal; an element whose type is left out may stand for a pointer to one.
func (w *world) literalType(n *ast.CompositeLit) types.Type {
	t := w.info.TypeOf(n)
	if p, is := t.Underlying().(*types.Pointer); is {
		return p.Elem()
	}
	return t
}
