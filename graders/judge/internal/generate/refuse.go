package generate

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// refuser finds constructs that cannot be sealed, whatever the package looks like.
type refuser struct {
	w    *world
	stub map[*types.Package]bool
	bad  func(pos token.Pos, construct, advice string)
	// calls reports whether a node leads to a call of the package.
	calls func(ast.Node) bool
}

func (r *refuser) walk(node ast.Node) {
	for _, pos := range r.named(node) {
		r.bad(pos.pos, pos.construct, stays)
	}
	ast.Inspect(node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				r.assigned(left)
			}
		case *ast.IncDecStmt:
			r.assigned(n.X)
		case *ast.UnaryExpr:
			if v := r.variable(n.X); n.Op == token.AND && v != nil && r.stub[v.Pkg()] {
				r.bad(n.Pos(), "the address of the package variable "+v.Name(), "read it, or have a function that changes it")
			}
		case *ast.ForStmt, *ast.RangeStmt:
			if times := r.times(n); times > maxLoop && r.calls(n) {
				r.bad(n.Pos(), "a loop that calls the package "+strconv.FormatInt(times, 10)+" times",
					"fewer rounds (at most 20000 calls), or leave it: it is judged linked")
				return false
			}
		}
		return true
	})
}

type refused struct {
	pos       token.Pos
	construct string
}

// named finds functions that are forbidden wherever they are named.
func (r *refuser) named(node ast.Node) []refused {
	var all []refused
	for obj, pos := range r.w.uses(node) {
		name := obj.Name()
		if f, is := obj.(*types.Func); is {
			name = f.FullName()
		} else if obj.Pkg() != nil {
			name = obj.Pkg().Path() + "." + name
		}
		if why, is := forbidden[name]; is && (name != "math/rand.Seed" || r.draws()) {
			all = append(all, refused{pos, name + ": " + why})
		}
		if path := packageOf(obj); path == "runtime/pprof" || path == "runtime/trace" || path == "testing/synctest" && forbidden[name] == "" {
			all = append(all, refused{pos, name + ": it looks at the tests' process"})
		}
	}
	return all
}

// draws reports whether the package takes random numbers from the source that rand.Seed sets.
func (r *refuser) draws() bool {
	for _, u := range r.w.units {
		for _, file := range u.files {
			if r.w.isTest(file.Pos()) || !r.stub[u.types] {
				continue
			}
			for _, spec := range file.Imports {
				if spec.Path.Value == `"math/rand"` {
					return true
				}
			}
		}
	}
	return false
}

func packageOf(obj types.Object) string {
	if obj.Pkg() == nil {
		return ""
	}
	return obj.Pkg().Path()
}

// assigned refuses to set a variable of the package or of the process.
func (r *refuser) assigned(left ast.Expr) {
	v := r.variable(left)
	switch {
	case v == nil:
	case r.stub[v.Pkg()] && !r.w.isTest(v.Pos()):
		r.bad(left.Pos(), "an assignment to the package variable "+v.Name(), "have a function or a parameter for it")
	case process[v.Pkg().Path()+"."+v.Name()]:
		r.bad(left.Pos(), "an assignment to "+v.Pkg().Path()+"."+v.Name()+": it changes the tests' process only",
			"let the package take an io.Writer or a parameter; "+stays)
	}
}

// variable is the package variable that an expression names, not something inside it.
func (r *refuser) variable(x ast.Expr) *types.Var {
	var ident *ast.Ident
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		ident = x
	case *ast.SelectorExpr:
		ident = x.Sel
	case *ast.IndexExpr:
		return r.variable(x.X)
	default:
		return nil
	}
	v, is := r.w.info.Uses[ident].(*types.Var)
	if !is || v.IsField() || v.Pkg() == nil || v.Parent() != v.Pkg().Scope() {
		return nil
	}
	return v
}

// times is how often the body of a loop runs together with constant loops inside it, as far as constants say.
func (r *refuser) times(n ast.Node) int64 {
	own, body := int64(1), ast.Node(nil)
	switch n := n.(type) {
	case *ast.ForStmt:
		body = n.Body
		if cond, is := n.Cond.(*ast.BinaryExpr); is {
			own = max(r.number(cond.Y), r.number(cond.X), 1)
		}
	case *ast.RangeStmt:
		body = n.Body
		own = max(r.number(n.X), 1)
	}
	inner := int64(1)
	ast.Inspect(body, func(m ast.Node) bool {
		switch m.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if r.calls(m) {
				inner = max(inner, r.times(m))
			}
			return false
		}
		return true
	})
	return own * min(inner, 1<<30)
}

func (r *refuser) number(x ast.Expr) int64 {
	if tv, has := r.w.info.Types[x]; has && tv.Value != nil && tv.Value.Kind() == constant.Int {
		if n, exact := constant.Int64Val(tv.Value); exact && n < 1<<30 {
			return n
		}
	}
	return 0
}

// isStandard reports whether an import path is the standard library's.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}
