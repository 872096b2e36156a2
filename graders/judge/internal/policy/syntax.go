package policy

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// syntaxRules looks at everything a file declares and does.
func (s *source) syntaxRules() {
	s.nesting()
	lengths := s.constants()
	ast.Inspect(s.tree, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.FuncDecl:
			if n.Body == nil {
				s.refuseAt("no-body", n.Pos(), fmt.Sprintf("The function %s has no body: its code would have to come from somewhere else.", short(n.Name.Name)))
			}
		case *ast.GoStmt:
			if !s.apart() && !s.allow.words[concurrency] {
				s.refuseUnless(concurrency, "goroutine", n.Pos(), "go starts a function beside yours, and "+noConcurrency+".")
			}
		case *ast.ArrayType:
			s.arrayLength(n, lengths)
		case *ast.CompositeLit:
			s.arrayIndexes(n, lengths)
		}
		s.foreign(node)
		return true
	})
}

// foreign refuses to change a variable of a package that is not the student's: io.EOF, time.Local, an error of the
// assignment's. Hidden tests in the same process compare with it.
func (s *source) foreign(node ast.Node) {
	switch n := node.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			for _, left := range n.Lhs {
				s.foreignTarget(left)
			}
		}
	case *ast.IncDecStmt:
		s.foreignTarget(n.X)
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			s.foreignTarget(n.Key)
			s.foreignTarget(n.Value)
		}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			s.foreignTarget(n.X)
		}
	}
}

func (s *source) foreignTarget(target ast.Expr) {
	root := rootSelector(target)
	if root == nil || s.apart() {
		return
	}
	name := root.X.(*ast.Ident)
	isOpen := func(imported string) bool { return s.allow.imports(imported) || s.isStudents(imported) }
	foreign := slices.DeleteFunc(slices.Clone(s.imports[name.Name]), isOpen)
	if name.Obj != nil || len(foreign) == 0 {
		return
	}
	s.refuseAt("foreign-variable", root.Pos(), fmt.Sprintf("%s.%s belongs to another package, whose users rely on it. Keep a variable of your own.", short(name.Name), short(root.Sel.Name)))
}

// isStudents reports whether a package of the module has files of the student's.
func (s *source) isStudents(imported string) bool {
	if imported == s.request.Module {
		return s.student["."]
	}
	dir, isOwn := strings.CutPrefix(imported, s.request.Module+"/")
	return isOwn && s.student[dir]
}

// rootSelector finds the `x.Y` at the beginning of an operand like x.Y.Z[1] or *x.Y, with a plain x.
func rootSelector(e ast.Expr) *ast.SelectorExpr {
	for {
		switch n := e.(type) {
		case *ast.ParenExpr:
			e = n.X
		case *ast.StarExpr:
			e = n.X
		case *ast.IndexExpr:
			e = n.X
		case *ast.SelectorExpr:
			if _, isName := n.X.(*ast.Ident); isName {
				return n
			}
			e = n.X
		default:
			return nil
		}
	}
}
