package hints

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// reach is all that a benchmark comes to in its test files, rather too much: what they declare is followed by name.
type reach struct {
	named map[string][]ast.Node
	seen  map[ast.Node]bool
	// fails counts the places where the benchmark may fail, errors those of them that only an error leads to.
	fails, errors int
	// made: errors may come of a comparison. unsure: something else may fail the benchmark.
	made, unsure bool
}

func (r *reach) lacks() string {
	switch {
	case r.unsure || r.fails > r.errors:
		return ""
	case r.fails == 0:
		return "never fails"
	case r.made:
		return ""
	}
	return "fails for errors alone"
}

// part is one declaration of a reach.
type part struct {
	*reach
	testers map[string]bool
	// known are the names that are no testing value, or one that goes nowhere unseen.
	known map[*ast.Ident]bool
	// onError are the blocks that only an error leads to.
	onError []*ast.BlockStmt
}

// testers are the parameters below a node that hold a testing value: a *testing.B or another one of that package.
func testers(n ast.Node) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		if f, is := n.(*ast.Field); is && strings.HasPrefix(strings.TrimPrefix(types.ExprString(f.Type), "*"), "testing.") {
			for _, name := range f.Names {
				names[name.Name] = true
			}
		}
		return true
	})
	return names
}

func (r *reach) read(decl ast.Node) {
	if r.seen[decl] {
		return
	}
	r.seen[decl] = true
	p := part{reach: r, testers: testers(decl), known: map[*ast.Ident]bool{}}
	ast.Inspect(decl, func(n ast.Node) bool {
		p.see(n)
		return true
	})
}

// see is given a node before those below it.
func (p *part) see(n ast.Node) {
	switch n := n.(type) {
	case *ast.Field:
		for _, name := range n.Names {
			p.known[name] = true
		}
	case *ast.FuncType:
		p.made = p.made || n.Results != nil && slices.ContainsFunc(n.Results.List, func(f *ast.Field) bool { return types.ExprString(f.Type) == "error" })
	case *ast.IfStmt:
		if isError(n.Cond) {
			p.onError = append(p.onError, n.Body)
		}
	case *ast.CallExpr:
		p.call(n)
	case *ast.SelectorExpr:
		p.selector(n)
	case *ast.Ident:
		p.unsure = p.unsure || p.testers[n.Name] && !p.known[n]
		if n.Name == "panic" {
			p.fail(n)
		}
		for _, decl := range p.named[n.Name] {
			p.read(decl)
		}
	}
}

// call sees where testing values go: to functions and methods of the test files, or nobody knows.
func (p *part) call(n *ast.CallExpr) {
	name := types.ExprString(n.Fun)
	s, isMethod := n.Fun.(*ast.SelectorExpr)
	if isMethod {
		name = s.Sel.Name
	}
	isForeign := func(n ast.Node) bool {
		f, is := n.(*ast.FuncDecl)
		return !is || (f.Recv != nil) != isMethod || len(testers(f.Type)) == 0
	}
	for _, arg := range n.Args {
		if x, is := arg.(*ast.Ident); is && p.named[name] != nil {
			p.known[x] = !slices.ContainsFunc(p.named[name], isForeign)
		}
	}
	if isMethod && p.isTester(s.X) && strings.HasPrefix(name, "Run") {
		p.unsure = p.unsure || !slices.ContainsFunc(n.Args, func(x ast.Expr) bool { _, is := x.(*ast.FuncLit); return is })
	}
	p.unsure = p.unsure || strings.HasPrefix(strings.ToLower(name), "must") && p.named[name] == nil
}

func (p *part) selector(n *ast.SelectorExpr) {
	p.known[n.Sel] = true
	if p.isTester(n.X) {
		p.known[n.X.(*ast.Ident)] = true
	}
	switch n.Sel.Name {
	case "Fail", "FailNow", "Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln", "Exit", "Goexit":
		p.fail(n)
	case "Error", "Errorf":
		if p.isTester(n.X) {
			p.fail(n)
		}
	}
	switch types.ExprString(n) {
	case "errors.New", "fmt.Errorf", "fstest.TestFS", "iotest.TestReader", "quick.Check", "quick.CheckEqual":
		p.made = true
	}
}

func (p *part) fail(n ast.Node) {
	p.fails++
	if slices.ContainsFunc(p.onError, func(b *ast.BlockStmt) bool { return b.Pos() <= n.Pos() && n.Pos() < b.End() }) {
		p.errors++
	}
}

func (p *part) isTester(x ast.Expr) bool {
	name, is := x.(*ast.Ident)
	return is && p.testers[name.Name]
}

// isError reports whether a condition is `err != nil` and nothing else, with any name that ends like that one.
func isError(cond ast.Expr) bool {
	c, is := ast.Unparen(cond).(*ast.BinaryExpr)
	return is && c.Op == token.NEQ && types.ExprString(c.Y) == "nil" && strings.HasSuffix(strings.ToLower(types.ExprString(c.X)), "err")
}
