// Command starter makes what students begin with out of a reference solution: every declaration stays, every function
// body becomes a panic. `pushmark init` runs it in the compile container; it reads Go files below a directory and
// writes one JSON object, path to source, to a file.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: starter DIRECTORY OUTPUT")
		os.Exit(64)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(dir, output string) error {
	starters := map[string]string{}
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") {
			return err
		}
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		starter, err := starterOf(name, source)
		starters[filepath.ToSlash(name)] = string(starter)
		return err
	})
	if err != nil {
		return err
	}
	text, err := json.Marshal(starters)
	if err != nil {
		return err
	}
	return os.WriteFile(output, text, 0o644)
}

// edit replaces source[from:to].
type edit struct {
	from, to int
	text     string
}

// starterOf empties the functions of one file, and drops the imports that only their bodies needed.
func starterOf(name string, source []byte) ([]byte, error) {
	emptied, err := rewrite(name, source, emptyBodies)
	if err != nil {
		return nil, err
	}
	slim, err := rewrite(name, emptied, dropImports)
	if err != nil {
		return nil, err
	}
	return format.Source(slim)
}

func rewrite(name string, source []byte, edits func(*ast.File, func(token.Pos) int) []edit) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	// PositionFor without line directives: a position is a place in these bytes.
	offset := func(pos token.Pos) int { return files.PositionFor(pos, false).Offset }
	all := edits(file, offset)
	sort.Slice(all, func(i, j int) bool { return all[i].from < all[j].from })
	var out bytes.Buffer
	done := 0
	for _, e := range all {
		out.Write(source[done:e.from])
		out.WriteString(e.text)
		done = e.to
	}
	out.Write(source[done:])
	return out.Bytes(), nil
}

func emptyBodies(file *ast.File, offset func(token.Pos) int) []edit {
	var all []edit
	for _, declaration := range file.Decls {
		function, ok := declaration.(*ast.FuncDecl)
		if !ok || function.Body == nil {
			continue
		}
		body := "{\n\tpanic(\"not implemented\")\n}"
		if function.Recv == nil && function.Name.Name == "init" {
			body = "{}"
		}
		all = append(all, edit{offset(function.Body.Pos()), offset(function.Body.End()), body})
	}
	return all
}

func dropImports(file *ast.File, offset func(token.Pos) int) []edit {
	used := map[string]bool{}
	ast.Inspect(file, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if name, ok := selector.X.(*ast.Ident); ok {
				used[name.Name] = true
			}
		}
		return true
	})
	var all []edit
	for _, declaration := range file.Decls {
		group, ok := declaration.(*ast.GenDecl)
		if !ok || group.Tok != token.IMPORT {
			continue
		}
		kept := 0
		var dropped []edit
		for _, spec := range group.Specs {
			one := spec.(*ast.ImportSpec)
			if isNeeded(one, used) {
				kept++
				continue
			}
			dropped = append(dropped, edit{offset(one.Pos()), offset(one.End()), ""})
		}
		if kept == 0 {
			dropped = []edit{{offset(group.Pos()), offset(group.End()), ""}}
		}
		all = append(all, dropped...)
	}
	return all
}

var version = regexp.MustCompile(`^v[0-9]+$`)

// isNeeded goes by the usual names of packages: the last element of the path that is no version.
func isNeeded(spec *ast.ImportSpec, used map[string]bool) bool {
	if spec.Name != nil {
		return spec.Name.Name == "_" || spec.Name.Name == "." || used[spec.Name.Name]
	}
	full, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return true
	}
	if version.MatchString(path.Base(full)) && strings.Contains(full, "/") {
		full = path.Dir(full)
	}
	name, _, _ := strings.Cut(path.Base(full), ".")
	return used[name] || used[strings.TrimPrefix(name, "go-")] || used[strings.TrimSuffix(name, "-go")]
}
