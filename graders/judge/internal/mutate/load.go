package mutate

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"

	"pushmark/judge/internal/golist"
)

// listed is what `go list -json` says about one package.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	ImportMap               map[string]string
	Module                  *golist.Module
}

// packages are those of the files that are changed, by folder below the root.
type packages map[string]*checked

// checked is a package that its mutants are checked with.
type checked struct {
	listed
	fset    *token.FileSet
	library types.Importer
	// by the names of files in the package's folder
	files map[string]*ast.File
	texts map[string][]byte
	named map[string]ast.Expr
}

// load reads the packages of files. All that they import comes compiled, out of the build cache.
func load(goCommand, root string, files []string) (packages, error) {
	dirs := map[string]bool{}
	for _, file := range files {
		dirs[path.Dir(file)] = true
	}
	all, err := list(goCommand, root, dirs)
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	for _, l := range all {
		exports[l.ImportPath] = l.Export
	}
	fset := token.NewFileSet()
	library := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	own := packages{}
	for _, l := range all {
		dir, err := filepath.Rel(root, l.Dir)
		if err != nil || !dirs[filepath.ToSlash(dir)] {
			continue
		}
		p := &checked{l, fset, library, map[string]*ast.File{}, map[string][]byte{}, map[string]ast.Expr{}}
		if err := p.read(); err != nil {
			return nil, err
		}
		own[filepath.ToSlash(dir)] = p
	}
	return own, nil
}

// list asks `go` for the packages in some folders and all that they import.
func list(goCommand, root string, dirs map[string]bool) ([]listed, error) {
	args := []string{"list", "-export", "-deps", "-e", "-json=ImportPath,Dir,Export,GoFiles,ImportMap,Module", "--"}
	for dir := range dirs {
		args = append(args, "./"+dir)
	}
	command := exec.Command(goCommand, args...)
	command.Dir = root
	return golist.Run[listed](command)
}

func (p *checked) read() (err error) {
	for _, name := range p.GoFiles {
		if p.texts[name], err = os.ReadFile(filepath.Join(p.Dir, name)); err != nil {
			return err
		}
		if p.files[name], err = p.parse(name, p.texts[name]); err != nil {
			return err
		}
		declared(p.files[name], p.named)
	}
	return nil
}

func (p *checked) parse(name string, text []byte) (*ast.File, error) {
	return parser.ParseFile(p.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
}

// of is the package that a file below the root belongs to; nil when it belongs to none.
func (all packages) of(file string) *checked {
	if p := all[path.Dir(file)]; p != nil && slices.Contains(p.GoFiles, path.Base(file)) {
		return p
	}
	return nil
}

func (p *checked) source(file string) source {
	name := path.Base(file)
	return source{p.fset, p.files[name], p.texts[name], p.named}
}

// compiles reports whether the package compiles with another text of one of its files.
func (p *checked) compiles(file string, text []byte) bool {
	var files []*ast.File
	for _, name := range p.GoFiles {
		parsed := p.files[name]
		if name == path.Base(file) {
			var err error
			if parsed, err = p.parse(name, text); err != nil {
				return false
			}
		}
		files = append(files, parsed)
	}
	config := types.Config{Importer: p, GoVersion: p.Module.Version()}
	_, err := config.Check(p.ImportPath, p.fset, files, nil)
	return err == nil
}

// Import finds a package that the one that is being checked imports.
func (p *checked) Import(name string) (*types.Package, error) {
	if mapped, has := p.ImportMap[name]; has {
		name = mapped
	}
	return p.library.Import(name)
}
