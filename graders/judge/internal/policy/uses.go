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
	node *ast.SelectorExpr
}

// usesByPath lists the names that a file takes from its packages. Whatever has a package's name counts: a variable
// that hides an import is rare, and a mistake here must not open a door.
func (s *source) usesByPath() map[string][]use {
	found := map[string][]use{}
	ast.Inspect(s.tree, func(node ast.Node) bool {
		selector, isSelector := node.(*ast.SelectorExpr)
		if !isSelector {
			return true
		}
		if name, isName := selector.X.(*ast.Ident); isName {
			for _, imported := range s.imports[name.Name] {
				found[imported] = append(found[imported], use{selector.Sel.Name, s.line(selector.Pos()), selector})
			}
		}
		return true
	})
	return found
}

// nameUses refuses single names of packages that are allowed as such.
func (s *source) nameUses() {
	for imported, uses := range s.uses {
		for _, each := range uses {
			switch {
			case imported == "runtime" && strings.HasPrefix(each.name, "Race") && !s.test:
				s.refuseAt("race-evasion", each.node.Pos(), fmt.Sprintf("runtime.%s tells the race detector what it should find out. Remove it.", short(each.name)))
			case !s.full() && !s.apart() && !s.allow.imports(imported) && known.evades.has(imported, each.name):
				s.refuseUnless(imported, "race-evasion", each.node.Pos(), fmt.Sprintf("%s.%s leads around the race detector, and this assignment does not ask for it.", imported, short(each.name)))
			case s.full() && !s.apart() && !s.allow.words[concurrency] && known.concurrent.has(imported, each.name):
				s.refuseUnless(concurrency, "goroutine", each.node.Pos(), fmt.Sprintf("%s.%s can run functions beside yours, and %s.", imported, each.name, noConcurrency))
			}
		}
	}
}

const noConcurrency = "this assignment is solved without goroutines"

func listed(set map[string]bool) string {
	return strings.Join(slices.Sorted(maps.Keys(set)), ", ")
}
