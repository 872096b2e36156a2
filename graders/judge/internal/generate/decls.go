package generate

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// decl is one top-level declaration of a test file that can be kept or left out.
type decl struct {
	unit *unit
	file *ast.File
	node ast.Node // *ast.FuncDecl, *ast.GenDecl (whole), or a spec of one
	objs []types.Object
	uses map[types.Object]token.Pos // everything that it names, where first
	root bool                       // it runs or counts without being named
}

// decls are the declarations of all test files, and who declares what.
type decls struct {
	all   []*decl
	of    map[types.Object]*decl
	tests []*decl // Test, Fuzz and Example functions, in the order of the source
	bench []*decl
	// methods of types that tests declare, or that the package declares and tests extend.
	methods map[types.Object][]*decl
}

func (w *world) decls() *decls {
	d := &decls{of: map[types.Object]*decl{}, methods: map[types.Object][]*decl{}}
	for _, u := range w.units {
		for _, file := range u.files {
			if !w.isTest(file.Pos()) {
				continue
			}
			for _, node := range file.Decls {
				d.add(w, u, file, node)
			}
		}
	}
	for _, one := range d.all {
		one.uses = w.uses(one.node)
	}
	return d
}

func (d *decls) add(w *world, u *unit, file *ast.File, node ast.Decl) {
	switch node := node.(type) {
	case *ast.FuncDecl:
		one := &decl{unit: u, file: file, node: node}
		d.addFunc(w, one, node)
		d.all = append(d.all, one)
	case *ast.GenDecl:
		if node.Tok == token.IMPORT {
			return
		}
		if node.Tok == token.CONST {
			// The specs of a group count with iota and repeat each other.
			d.addSpecs(w, &decl{unit: u, file: file, node: node}, node.Specs)
			return
		}
		for _, spec := range node.Specs {
			one := &decl{unit: u, file: file, node: spec}
			if !node.Lparen.IsValid() {
				one.node = node
			}
			d.addSpecs(w, one, []ast.Spec{spec})
		}
	}
}

func (d *decls) addSpecs(w *world, one *decl, specs []ast.Spec) {
	for _, spec := range specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			one.objs = append(one.objs, w.info.Defs[spec.Name])
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				if name.Name == "_" {
					one.root = true
				} else {
					one.objs = append(one.objs, w.info.Defs[name])
				}
			}
		}
	}
	for _, obj := range one.objs {
		d.of[obj] = one
	}
	d.all = append(d.all, one)
}

func (d *decls) addFunc(w *world, one *decl, node *ast.FuncDecl) {
	obj := w.info.Defs[node.Name]
	if obj != nil {
		one.objs = append(one.objs, obj)
		d.of[obj] = one
	}
	if node.Recv != nil {
		base := receiver(obj.(*types.Func))
		d.methods[base] = append(d.methods[base], one)
		one.root = base != nil && !w.isTest(base.Pos())
		return
	}
	name := node.Name.Name
	switch {
	case name == "init" || name == "TestMain" || name == "_":
		one.root = true
	case isTestName(name, "Test") && takes(obj, "T"), isTestName(name, "Fuzz") && takes(obj, "F"), isExample(one.file, node):
		d.tests = append(d.tests, one)
	case isTestName(name, "Benchmark") && takes(obj, "B"):
		d.bench = append(d.bench, one)
	}
}

// receiver is the type that a method belongs to.
func receiver(f *types.Func) types.Object {
	t := f.Signature().Recv().Type()
	if p, is := t.(*types.Pointer); is {
		t = p.Elem()
	}
	if n, is := types.Unalias(t).(*types.Named); is {
		return n.Origin().Obj()
	}
	return nil
}

func isTestName(name, prefix string) bool {
	rest, has := strings.CutPrefix(name, prefix)
	return has && (rest == "" || rest[0] < 'a' || rest[0] > 'z')
}

// takes reports whether a function has one parameter of type *testing.<name>.
func takes(obj types.Object, name string) bool {
	params := obj.Type().(*types.Signature).Params()
	return params.Len() == 1 && types.TypeString(params.At(0).Type(), nil) == "*testing."+name
}

// isExample: one whose output is compared, which only its last comment says; without, it is compiled and not run.
func isExample(file *ast.File, node *ast.FuncDecl) bool {
	if !isTestName(node.Name.Name, "Example") || node.Type.Params.NumFields() > 0 || node.Type.Results != nil {
		return false
	}
	last := ""
	for _, group := range file.Comments {
		if node.Body.Pos() < group.Pos() && group.End() < node.Body.End() {
			last = strings.ToLower(strings.TrimSpace(group.Text()))
		}
	}
	return strings.HasPrefix(last, "output:") || strings.HasPrefix(last, "unordered output:")
}

// uses lists the objects that a declaration names.
func (w *world) uses(node ast.Node) map[types.Object]token.Pos {
	uses := map[types.Object]token.Pos{}
	ast.Inspect(node, func(n ast.Node) bool {
		if ident, is := n.(*ast.Ident); is {
			if obj := w.info.Uses[ident]; obj != nil {
				obj = origin(obj)
				if _, has := uses[obj]; !has {
					uses[obj] = ident.Pos()
				}
			}
		}
		return true
	})
	return uses
}

// origin is the generic object behind an instantiated one.
func origin(obj types.Object) types.Object {
	switch obj := obj.(type) {
	case *types.Func:
		return obj.Origin()
	case *types.Var:
		return obj.Origin()
	}
	return obj
}

// reach lists what a declaration needs, itself included.
func (d *decls) reach(from ...*decl) map[*decl]bool {
	reached := map[*decl]bool{}
	queue := append([]*decl(nil), from...)
	for _, one := range d.all {
		if one.root {
			queue = append(queue, one)
		}
	}
	for len(queue) > 0 {
		one := queue[0]
		queue = queue[1:]
		if one == nil || reached[one] {
			continue
		}
		reached[one] = true
		for obj := range one.uses {
			queue = append(queue, d.of[obj])
		}
		for _, obj := range one.objs {
			queue = append(queue, d.methods[obj]...)
		}
	}
	return reached
}

func (one *decl) name() string { return one.objs[0].Name() }
