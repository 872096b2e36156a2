package policy

import (
	"slices"
	"strings"

	"pushmark/judge/internal/wire"
)

// Words of `allow:` that are no import paths. `go:NAME` permits a directive.
const (
	concurrency    = "concurrency"
	dotImports     = "dot-imports"
	lineDirectives = "line-directives"
)

// allowance is what an assignment permits beyond the defaults.
type allowance struct {
	words map[string]bool
	paths []string
}

func allowed(request wire.Policy) allowance {
	a := allowance{words: words(request.Allow...)}
	a.paths = slices.Sorted(func(yield func(string) bool) {
		for word := range a.words {
			if word == concurrency || word == dotImports || word == lineDirectives || strings.HasPrefix(word, "go:") {
				continue
			}
			if !yield(word) {
				return
			}
		}
	})
	return a
}

// imports reports whether a package was named, by itself or by a pattern like `net/...`.
func (a allowance) imports(path string) bool {
	return slices.ContainsFunc(a.paths, func(word string) bool {
		tree, isPattern := strings.CutSuffix(word, "/...")
		return word == path || isPattern && (path == tree || strings.HasPrefix(path, tree+"/"))
	})
}
