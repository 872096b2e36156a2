package policy

import (
	"go/ast"
	"go/scanner"
	"go/token"
)

// maxDepth of brackets, and of syntax without the chains that parsers and compilers take in a loop.
const maxDepth = 400

// tooDeep gives the line at which brackets are nested more than maxDepth, or 0. It runs before the parser, which
// recurses; what it recurses on without brackets (`*****int`) is bounded by the size of a file.
func tooDeep(text []byte) int {
	set := token.NewFileSet()
	file := set.AddFile("", set.Base(), len(text))
	var tokens scanner.Scanner
	tokens.Init(file, text, func(token.Position, string) {}, 0)
	for depth := 0; ; {
		at, kind, _ := tokens.Scan()
		switch kind {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		case token.EOF:
			return 0
		}
		if depth > maxDepth {
			return file.PositionFor(at, false).Line
		}
	}
}

// nesting refuses the first node that lies too deep.
func (s *source) nesting() {
	var depths []int
	var parents []ast.Node
	done := false
	ast.Inspect(s.tree, func(node ast.Node) bool {
		if node == nil {
			depths, parents = depths[:len(depths)-1], parents[:len(parents)-1]
			return true
		}
		depth := 0
		if last := len(parents) - 1; last >= 0 {
			depth = depths[last]
			if !chained(parents[last], node) {
				depth++
			}
		}
		if depth > maxDepth && !done {
			done = true
			s.refuseAt("nesting", node.Pos(), "The code is nested more than 400 deep here; split it.")
		}
		if done {
			return false
		}
		depths, parents = append(depths, depth), append(parents, node)
		return true
	})
}

// chained reports whether a child only continues a chain that reads from left to right: a+b+c, a.b().c(), else if.
func chained(parent, child ast.Node) bool {
	switch p := parent.(type) {
	case *ast.BinaryExpr:
		return p.X == child
	case *ast.CallExpr:
		return p.Fun == child
	case *ast.SelectorExpr:
		return p.X == child
	case *ast.IndexExpr:
		return p.X == child
	case *ast.SliceExpr:
		return p.X == child
	case *ast.TypeAssertExpr:
		return p.X == child
	case *ast.IfStmt:
		return p.Else == child
	}
	return false
}
