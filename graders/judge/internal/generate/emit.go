package generate

import (
	"bytes"
	"fmt"
	"go/types"
	"sort"
	"strconv"
	"strings"
)

// runtimePath is the import path of package seal in both programs.
const runtimePath = "pushmark/judge/seal"

// emitter writes the two halves of one package.
type emitter struct {
	w          *world
	c          *contract
	l          *looker
	u          *unit
	sequential []string
	imports    map[string]string // path to name
	buf        bytes.Buffer
	lines      []Line
	// glued: the file that is written is the glue.
	glued bool
}

func (e *emitter) printf(format string, args ...any) { fmt.Fprintf(&e.buf, format, args...) }

// qualify names a package; its own needs no name.
func (e *emitter) qualify(p *types.Package) string {
	if p == e.u.types {
		return ""
	}
	if e.imports[p.Path()] == "" {
		e.imports[p.Path()] = "zz_" + strconv.Itoa(len(e.imports)) + "_" + p.Name()
	}
	return e.imports[p.Path()]
}

// text writes a type. Aliases are resolved, so that only what is declared is named.
func (e *emitter) text(t types.Type) string {
	return types.TypeString(e.c.args.replace(t, nil), e.qualify)
}

// file puts package clause and imports in front of what was written.
func (e *emitter) file(comment string) []byte {
	var head bytes.Buffer
	fmt.Fprintf(&head, "// %s\npackage %s\n\nimport (\n", comment, e.u.types.Name())
	var paths []string
	for p := range e.imports {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	for _, p := range paths {
		fmt.Fprintf(&head, "\t%s %q\n", e.imports[p], p)
	}
	fmt.Fprintf(&head, ")\n\n")
	shift := strings.Count(head.String(), "\n")
	for i := range e.lines {
		e.lines[i].Line += shift
	}
	return append(head.Bytes(), e.buf.Bytes()...)
}

func (e *emitter) start() {
	e.imports = map[string]string{runtimePath: "zz_seal"}
	e.buf.Reset()
	e.lines = nil
}

// full is the name of something on the wire.
func (e *emitter) full(name string) string { return e.u.path + "." + name }

// params writes a signature with names: the parameters, the arguments that pass them on, the results.
func (e *emitter) params(s *types.Signature) (in, pass, out string) {
	var list, args []string
	for i := range s.Params().Len() {
		t := s.Params().At(i).Type()
		name := "zz_" + strconv.Itoa(i)
		if s.Variadic() && i == s.Params().Len()-1 {
			list = append(list, name+" ..."+e.text(t.(*types.Slice).Elem()))
			args = append(args, name+"...")
			continue
		}
		list = append(list, name+" "+e.text(t))
		args = append(args, name)
	}
	return strings.Join(list, ", "), strings.Join(args, ", "), e.results(s)
}

func (e *emitter) results(s *types.Signature) string {
	var list []string
	for i := range s.Results().Len() {
		list = append(list, e.text(s.Results().At(i).Type()))
	}
	switch len(list) {
	case 0:
		return ""
	case 1:
		return " " + list[0]
	}
	return " (" + strings.Join(list, ", ") + ")"
}

// funcType writes the type of a function, with a receiver as its first parameter.
func (e *emitter) funcType(receiver string, s *types.Signature) string {
	var list []string
	if receiver != "" {
		list = append(list, receiver)
	}
	for i := range s.Params().Len() {
		t := s.Params().At(i).Type()
		if s.Variadic() && i == s.Params().Len()-1 {
			list = append(list, "..."+e.text(t.(*types.Slice).Elem()))
		} else {
			list = append(list, e.text(t))
		}
	}
	return "func(" + strings.Join(list, ", ") + ")" + e.results(s)
}

// typeParams writes a list of type parameters: as declared, and as they are passed on.
func (e *emitter) typeParams(list *types.TypeParamList) (declared, passed, reflected string) {
	if list.Len() == 0 {
		return "", "", ""
	}
	var a, b, c []string
	for i := range list.Len() {
		p := list.At(i)
		a = append(a, p.Obj().Name()+" "+e.text(p.Constraint()))
		b = append(b, p.Obj().Name())
		c = append(c, "(*"+p.Obj().Name()+")(nil)")
	}
	return "[" + strings.Join(a, ", ") + "]", "[" + strings.Join(b, ", ") + "]", strings.Join(c, ", ")
}

// typeArgs writes a list of concrete arguments.
func (e *emitter) typeArgs(list []types.Type) (passed, reflected string) {
	if len(list) == 0 {
		return "", ""
	}
	var a, b []string
	for _, t := range list {
		a = append(a, e.text(t))
		b = append(b, "(*"+e.text(t)+")(nil)")
	}
	return "[" + strings.Join(a, ", ") + "]", ", " + strings.Join(b, ", ")
}

// mine are the forms of this package's types.
func (e *emitter) mine() []*form {
	var all []*form
	for _, f := range e.c.sorted() {
		if f.obj.Pkg() == e.u.types {
			all = append(all, f)
		}
	}
	return all
}

func sortedObjects[T interface {
	types.Object
	comparable
}, V any](m map[T]V, p *types.Package) []T {
	var all []T
	for obj := range m {
		if obj.Pkg() == p {
			all = append(all, obj)
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name() < all[j].Name() })
	return all
}

func sortedKeys[V any](m map[string]V) []string {
	var all []string
	for key := range m {
		all = append(all, key)
	}
	sort.Strings(all)
	return all
}
