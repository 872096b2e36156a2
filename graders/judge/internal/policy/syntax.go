package policy

import (
	"fmt"
	"go/ast"
)

// syntaxRules looks at everything a file declares and does.
func (s *source) syntaxRules() {
	s.nesting()
	lengths := s.constants()
	named := s.aliases()
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
		if !s.apart() {
			named.foreign(node)
		}
		return true
	})
}
