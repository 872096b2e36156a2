package generate

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// unsupported refuses what a declaration uses of the packages where its types cannot cross.
func (g *generator) unsupported(d *decl, s *support, mutable map[types.Object]bool) {
	for obj, pos := range d.uses {
		if !g.stub[obj.Pkg()] || g.w.isTest(obj.Pos()) {
			continue
		}
		why := ""
		switch obj := obj.(type) {
		case *types.Func:
			if recv := obj.Signature().Recv(); recv == nil || !types.IsInterface(recv.Type()) {
				why = s.signature(obj.Signature())
			}
		case *types.TypeName:
			why = s.why(obj.Type())
		case *types.Var:
			if why = s.why(obj.Type()); why == "" && mutable[obj] {
				why = "a variable that the package changes; have a function for it"
			}
		}
		if why != "" {
			g.refuseUse(d, pos, obj, why)
		}
	}
	g.arguments(d, s)
}

func (g *generator) refuseUse(d *decl, pos token.Pos, obj types.Object, why string) {
	what, advice, has := strings.Cut(why, "; ")
	if !has {
		advice = stays
	}
	g.refuse(d, pos, obj.Name()+" has "+what, advice)
}

// arguments refuses instances of the packages' generics with types that cannot cross.
func (g *generator) arguments(d *decl, s *support) {
	ast.Inspect(d.node, func(n ast.Node) bool {
		ident, is := n.(*ast.Ident)
		if !is {
			return true
		}
		obj := g.w.info.Uses[ident]
		if obj == nil || !g.stub[obj.Pkg()] || g.w.isTest(obj.Pos()) {
			return true
		}
		list := g.w.info.Instances[ident].TypeArgs
		for i := range list.Len() {
			if why := s.why(list.At(i)); why != "" && !isTypeParam(list.At(i)) {
				g.refuseUse(d, ident.Pos(), obj, why)
			}
		}
		return true
	})
}

// mutable are the package variables that functions of the package change.
func (g *generator) mutable() map[types.Object]bool {
	found := map[types.Object]bool{}
	r := &refuser{w: g.w, stub: g.stub}
	note := func(x ast.Expr) {
		if v := r.variable(x); v != nil {
			found[v] = true
		}
	}
	for _, u := range g.w.units {
		for _, file := range u.files {
			if g.w.isTest(file.Pos()) || !g.stub[u.types] {
				continue
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.FuncDecl:
					return n.Name.Name != "init" || n.Recv != nil
				case *ast.AssignStmt:
					for _, left := range n.Lhs {
						note(left)
					}
				case *ast.IncDecStmt:
					note(n.X)
				}
				return true
			})
		}
	}
	return found
}

// calls tells whether a piece of the tests leads to a call of the packages.
func (g *generator) calls() func(ast.Node) bool {
	direct := map[*decl]bool{}
	for _, d := range g.decls.all {
		for obj := range d.uses {
			if g.isCall(obj) {
				direct[d] = true
			}
		}
	}
	return func(n ast.Node) bool {
		for obj := range g.w.uses(n) {
			if g.isCall(obj) {
				return true
			}
			if helper := g.decls.of[obj]; helper != nil {
				if _, isFunc := obj.(*types.Func); isFunc && g.reaches(helper, direct) {
					return true
				}
			}
		}
		return false
	}
}

func (g *generator) isCall(obj types.Object) bool {
	_, isFunc := obj.(*types.Func)
	return isFunc && g.stub[obj.Pkg()] && !g.w.isTest(obj.Pos())
}

func (g *generator) reaches(from *decl, direct map[*decl]bool) bool {
	seen := map[*decl]bool{}
	queue := []*decl{from}
	for len(queue) > 0 {
		d := queue[0]
		queue = queue[1:]
		if d == nil || seen[d] {
			continue
		}
		seen[d] = true
		if direct[d] {
			return true
		}
		for obj := range d.uses {
			queue = append(queue, g.decls.of[obj])
		}
	}
	return false
}

// printing finds out whether the package writes to standard output, which examples do not see when it is another
// process's.
func (g *generator) printing() string {
	for _, u := range g.w.units {
		for _, file := range u.files {
			if g.w.isTest(file.Pos()) || !g.stub[u.types] {
				continue
			}
			for obj := range g.w.uses(file) {
				name := packageOf(obj) + "." + obj.Name()
				if name == "os.Stdout" || name == "fmt.Print" || name == "fmt.Printf" || name == "fmt.Println" {
					return "an example while the package uses " + name
				}
			}
		}
	}
	return ""
}
