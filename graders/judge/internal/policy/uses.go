package policy

import (
	"fmt"
	"go/ast"
	"maps"
	"slices"
	"strings"
)

// use is a name of an imported package in a file.
type use struct {
	name string
	line int
	node ast.Node
}

// question is how lists of names write a call that changes nothing since its argument is a plain zero.
const question = "(0)"

// usesByPath lists the names that a file takes from its packages. Whatever has a package's name counts: a variable
// that hides an import is rare, and a mistake here must not open a door.
func (s *source) usesByPath() map[string][]use {
	found := map[string][]use{}
	asks := map[ast.Node]bool{}
	ast.Inspect(s.tree, func(node ast.Node) bool {
		if call, isCall := node.(*ast.CallExpr); isCall && isZero(call.Args) {
			asks[call.Fun] = true
		}
		selector, isSelector := node.(*ast.SelectorExpr)
		if !isSelector {
			return true
		}
		if name, isName := selector.X.(*ast.Ident); isName {
			for _, imported := range s.imports[name.Name] {
				called := selector.Sel.Name
				if asks[selector] && known.harmless.has(imported, called+question) {
					called += question
				}
				found[imported] = append(found[imported], use{called, s.line(selector.Pos()), selector})
			}
		}
		return true
	})
	return found
}

func isZero(arguments []ast.Expr) bool {
	if len(arguments) != 1 {
		return false
	}
	number, isLiteral := arguments[0].(*ast.BasicLit)
	return isLiteral && number.Value == "0"
}

// nameUses refuses single names of packages that are allowed as such.
func (s *source) nameUses() {
	for imported, uses := range s.uses {
		for _, each := range uses {
			s.nameUse(imported, each)
		}
	}
	for _, spec := range s.tree.Imports {
		if spec.Name != nil && spec.Name.Name == "." {
			s.dotUses(spec)
		}
	}
}

// dotUses takes every identifier of a file for one of the package that the file imports with a dot.
func (s *source) dotUses(spec *ast.ImportSpec) {
	imported := pathOf(spec)
	if known.evades[imported]["*"] {
		s.nameUse(imported, use{"*", s.line(spec.Pos()), spec})
		return
	}
	ast.Inspect(s.tree, func(node ast.Node) bool {
		if name, isName := node.(*ast.Ident); isName {
			s.nameUse(imported, use{name.Name, s.line(name.Pos()), name})
		}
		return true
	})
}

func (s *source) nameUse(imported string, each use) {
	switch {
	case imported == "runtime" && strings.HasPrefix(each.name, "Race") && !s.test:
		s.refuseAt("race-evasion", each.node.Pos(), fmt.Sprintf("runtime.%s tells the race detector what it should find out. Remove it.", short(each.name)))
	case !s.full() && s.built && !s.test && !s.allow.imports(imported) && known.evades.has(imported, each.name):
		s.refuseUnless(imported, "race-evasion", each.node.Pos(), fmt.Sprintf("%s.%s leads around the race detector, and this assignment does not ask for it.", imported, short(each.name)))
	case s.full() && !s.apart() && !s.allow.imports("reflect") && known.reflectValues.has(imported, each.name):
		s.refuseUnless("reflect", "reflecting", each.node.Pos(), fmt.Sprintf("%s.%s leads to package reflect or unsafe, and so to memory that is not yours. Name another error, or none.", imported, each.name))
	case s.full() && !s.apart() && !s.allow.words[concurrency] && known.concurrent.has(imported, each.name):
		s.refuseUnless(concurrency, "goroutine", each.node.Pos(), fmt.Sprintf("%s.%s can run functions beside yours, and %s.", imported, each.name, noConcurrency))
	}
}

const noConcurrency = "this assignment is solved without goroutines"

func listed(set map[string]bool) string {
	return strings.Join(slices.Sorted(maps.Keys(set)), ", ")
}
