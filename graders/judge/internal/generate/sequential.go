package generate

import (
	"go/ast"
	"go/types"
	"strings"
)

// calm are packages of the standard library that start no goroutine which runs code of the tests.
var calm = map[string]bool{"bufio": true, "bytes": true, "cmp": true, "context": true, "embed": true, "errors": true,
	"fmt": true, "io": true, "io/fs": true, "iter": true, "maps": true, "os": true, "reflect": true, "slices": true,
	"sort": true, "strconv": true, "strings": true, "sync": true, "sync/atomic": true, "testing": true,
	"testing/fstest": true, "testing/iotest": true, "testing/quick": true, "time": true, "unicode": true,
	"unicode/utf8": true, "unicode/utf16": true, "html": true, "path": true, "path/filepath": true, "regexp": true,
	"runtime": true, "unsafe": true}

var calmTrees = []string{"github.com/stretchr/testify/", "container/", "crypto/", "encoding/", "hash", "math", "text/", "html/", "go/", "unique"}

// lively are functions that do start one.
var lively = map[string]bool{"time.AfterFunc": true, "context.AfterFunc": true, "(*sync.WaitGroup).Go": true,
	"github.com/stretchr/testify/assert.Eventually": true, "github.com/stretchr/testify/assert.Never": true,
	"github.com/stretchr/testify/require.Eventually": true, "github.com/stretchr/testify/require.Never": true,
	"(*testing.T).Parallel": true, "(*testing.F).Fuzz": false, "io.Pipe": true}

// sequential reports whether at most one goroutine of a test runs at a time: subtests wait for each other.
func (g *generator) sequential(test *decl) bool {
	for d := range g.decls.reach(test) {
		for obj := range d.uses {
			if g.starts(obj) {
				return false
			}
		}
		found := false
		ast.Inspect(d.node, func(n ast.Node) bool {
			_, is := n.(*ast.GoStmt)
			found = found || is
			return true
		})
		if found {
			return false
		}
	}
	return true
}

func (g *generator) starts(obj types.Object) bool {
	if f, is := obj.(*types.Func); is && lively[f.FullName()] {
		return true
	}
	p := obj.Pkg()
	if p == nil || g.stub[p] || g.w.isTest(obj.Pos()) {
		return false
	}
	if u := g.w.byPath[p.Path()]; u != nil {
		return hasGo(u)
	}
	if calm[p.Path()] {
		return false
	}
	for _, tree := range calmTrees {
		if strings.HasPrefix(p.Path(), tree) {
			return false
		}
	}
	return true
}

func hasGo(u *unit) bool {
	found := false
	for _, file := range u.files {
		ast.Inspect(file, func(n ast.Node) bool {
			_, is := n.(*ast.GoStmt)
			found = found || is
			return true
		})
	}
	return found
}
