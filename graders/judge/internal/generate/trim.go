package generate

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
)

// trim copies the test files with no other declarations than those to keep. What is left out becomes spaces, so that
// every line keeps its number.
func (g *generator) trim(keep map[*decl]bool) map[string][]byte {
	files := map[string][]byte{}
	for _, u := range g.w.units {
		for _, file := range u.files {
			if g.w.isTest(file.Pos()) {
				name, _ := g.w.place(file.Pos())
				files[name] = g.trimmed(file, keep)
			}
		}
	}
	return files
}

func (g *generator) trimmed(file *ast.File, keep map[*decl]bool) []byte {
	tokens := g.w.fset.File(file.Pos())
	text := append([]byte(nil), g.w.source[tokens.Name()]...)
	used := map[*types.Package]bool{}
	for _, d := range g.decls.all {
		if d.file != file {
			continue
		}
		if !keep[d] {
			from, to := extent(d.node)
			blank(text, tokens.Offset(from), tokens.Offset(to))
			continue
		}
		for obj := range d.uses {
			if p, is := obj.(*types.PkgName); is {
				used[p.Imported()] = true
			} else if obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope() {
				used[obj.Pkg()] = used[obj.Pkg()] || g.dotted(file, obj)
			}
		}
	}
	return g.imports(file, tokens, text, used)
}

// dotted reports whether a file may name an object through a dot import.
func (g *generator) dotted(file *ast.File, obj types.Object) bool {
	for _, spec := range file.Imports {
		if path, _ := strconv.Unquote(spec.Path.Value); spec.Name != nil && spec.Name.Name == "." && path == obj.Pkg().Path() {
			return true
		}
	}
	return false
}

// extent is a declaration with its comment.
func extent(node ast.Node) (from, to token.Pos) {
	from, to = node.Pos(), node.End()
	var doc *ast.CommentGroup
	switch n := node.(type) {
	case *ast.FuncDecl:
		doc = n.Doc
	case *ast.GenDecl:
		doc = n.Doc
	case *ast.ValueSpec:
		doc = n.Doc
	case *ast.TypeSpec:
		doc = n.Doc
	}
	if doc != nil {
		from = doc.Pos()
	}
	return from, to
}

func blank(text []byte, from, to int) {
	for i := from; i < to; i++ {
		if text[i] != '\n' {
			text[i] = ' '
		}
	}
}

// imports gives the name _ to imports that are not used any more.
func (g *generator) imports(file *ast.File, tokens *token.File, text []byte, used map[*types.Package]bool) []byte {
	out := text
	for i := len(file.Imports) - 1; i >= 0; i-- {
		spec := file.Imports[i]
		if spec.Name != nil && spec.Name.Name == "_" || used[g.imported(spec)] {
			continue
		}
		from, to := tokens.Offset(spec.Pos()), tokens.Offset(spec.Path.End())
		line := append([]byte("_ "), spec.Path.Value...)
		out = append(out[:from:from], append(line, out[to:]...)...)
	}
	return out
}

func (g *generator) imported(spec *ast.ImportSpec) *types.Package {
	obj := g.w.info.Implicits[spec]
	if spec.Name != nil {
		obj = g.w.info.Defs[spec.Name]
	}
	if name, is := obj.(*types.PkgName); is {
		return name.Imported()
	}
	// A dot import has no object; its package is found by path.
	path, _ := strconv.Unquote(spec.Path.Value)
	for _, u := range g.w.units {
		for _, p := range u.types.Imports() {
			if p.Path() == path {
				return p
			}
		}
	}
	return nil
}
