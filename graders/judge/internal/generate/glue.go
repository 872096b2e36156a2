package generate

import (
	"bytes"
	"go/types"
	"strconv"
	"strings"
)

// Line explains an error of the compiler on one line of the glue: the student's package is not what the tests use.
type Line struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Name string `json:"name"`
	// Want is the declaration that the assignment has.
	Want string `json:"want"`
	// Lacks is said when the compiler finds nothing of the name, Differs when it finds something else.
	Lacks   string `json:"lacks"`
	Differs string `json:"differs"`
}

// mark notes that the lines which are written until the returned function is called are about one thing.
func (e *emitter) mark(name, want string) func() {
	first := bytes.Count(e.buf.Bytes(), []byte("\n")) + 1
	return func() {
		last := bytes.Count(e.buf.Bytes(), []byte("\n"))
		for line := first; line <= last; line++ {
			e.lines = append(e.lines, Line{Line: line, Name: name, Want: want,
				Lacks:   "your package lacks " + name,
				Differs: name + " differs from the assignment's: want " + want})
		}
	}
}

// glue writes the file inside the student's package that serves it. Every check stands on a line of its own.
func (e *emitter) glue() ([]byte, []Line) {
	e.start()
	e.glued = true
	for _, k := range sortedObjects(e.c.consts, e.u.types) {
		e.checkConstant(k)
	}
	for _, f := range e.mine() {
		e.checkType(f)
	}
	e.proxies()
	e.printf("func init() {\n\tzz_h := zz_seal.Servant()\n\t_ = zz_h\n")
	e.registrations()
	for _, v := range sortedObjects(e.c.vars, e.u.types) {
		at := e.mark(v.Name(), "var "+v.Name()+" "+plain(v.Type()))
		e.printf("\t{ var zz_v *%s = &%s; zz_seal.ExportVar(zz_h, %q, zz_v) }\n", e.text(v.Type()), v.Name(), e.full(v.Name()))
		at()
	}
	for _, f := range sortedObjects(e.c.funcs, e.u.types) {
		e.export(f)
	}
	for _, f := range e.mine() {
		for _, name := range sortedKeys(e.c.methods[f.obj]) {
			if !f.isInterface {
				e.exportMethod(f, e.c.methods[f.obj][name])
			}
		}
	}
	e.printf("}\n")
	text := e.file("Glue: serves this package to sealed tests.")
	return text, e.lines
}

// plain writes a type as a student would.
func plain(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return p.Name() })
}

// checkConstant fails to compile when the value is another one: the key false would stand there twice. Constants that
// travel by name may have any value.
func (e *emitter) checkConstant(k *types.Const) {
	if named, is := types.Unalias(k.Type()).(*types.Named); is {
		if f := e.c.types[named.Obj()]; f != nil && f.enum != nil {
			return
		}
	}
	at := e.mark(k.Name(), "const "+k.Name()+" = "+k.Val().String())
	e.printf("var _ = map[bool]int{false: 0, %s == %s: 1}\n", k.Name(), literal(k))
	at()
}

// checkType holds what is visible of a type to the contract.
func (e *emitter) checkType(f *form) {
	named := types.Unalias(f.obj.Type()).(*types.Named)
	want := "type " + f.obj.Name() + " " + plain(f.underlying)
	if f.rest || len(f.fields) > 0 {
		want = "type " + f.obj.Name()
	}
	at := e.mark(f.obj.Name(), want)
	defer at()
	for _, list := range e.c.lists(f) {
		passed, _ := e.typeArgs(list)
		name := f.obj.Name() + passed
		under := e.c.args.replace(f.underlying, list)
		i, isInterface := f.underlying.(*types.Interface)
		switch {
		case isInterface && (!i.IsMethodSet() || named.TypeParams().Len() > 0):
		case f.isInterface || f.open:
			e.printf("var _ = (*%s)((*%s)(nil))\n", e.text(under), name)
		default:
			e.checkFields(f, name, list)
		}
	}
}

func (e *emitter) checkFields(f *form, name string, list []types.Type) {
	for _, field := range f.fields {
		t := e.text(e.c.args.replace(field.Type(), list))
		at := e.mark(f.obj.Name()+"."+field.Name(), "a field "+field.Name()+" "+plain(field.Type())+" in type "+f.obj.Name())
		e.printf("var _ = func(v *%s) *%s { return &v.%s }\n", name, t, field.Name())
		at()
	}
	if !f.exact || len(list) > 0 || f.rest {
		return
	}
	at := e.mark(f.obj.Name(), "type "+f.obj.Name()+" "+plain(f.underlying))
	e.printf("var _ = %s(%s{})\n", name, e.text(f.underlying))
	at()
}

func (e *emitter) export(f *types.Func) {
	s := f.Signature()
	at := e.mark(f.Name(), "func "+f.Name()+strings.TrimPrefix(plain(s), "func"))
	defer at()
	for _, list := range e.c.instancesOf(f) {
		if list == nil {
			e.serve(e.funcType("", s), f.Name(), f.Name(), "")
			continue
		}
		passed, reflected := e.typeArgs(list)
		e.serve(e.funcType("", e.c.args.replace(s, list).(*types.Signature)), f.Name(), f.Name()+passed, reflected)
	}
}

// serve writes the export of a func, which must have exactly this type; arguments are those of an instance.
func (e *emitter) serve(funcType, name, value, arguments string) {
	export := "Export"
	if arguments != "" {
		export = "ExportGeneric"
	}
	e.printf("\t{ var zz_f %s = %s; zz_seal.%s(zz_h, %q, zz_f%s) }\n", funcType, value, export, e.full(name), arguments)
}

// exportMethod serves a method. One that nobody names may be missing; then calling it is the mistake.
func (e *emitter) exportMethod(f *form, m *method) {
	s := m.f.Signature()
	star := "*"
	if m.exact {
		star = ""
	}
	at := e.mark(f.obj.Name()+"."+m.f.Name(), "func ("+strings.ToLower(f.obj.Name()[:1])+" "+star+f.obj.Name()+") "+m.f.Name()+
		strings.TrimPrefix(plain(s), "func"))
	defer at()
	for _, list := range e.c.lists(f) {
		passed, reflected := e.typeArgs(list)
		one := s
		if list != nil {
			one = e.c.args.replace(s, list).(*types.Signature)
		}
		receiver := star + f.obj.Name() + passed
		value := "(" + receiver + ")." + m.f.Name()
		if m.soft || m.loose {
			value = e.maybe(receiver, f.obj.Name(), m.f.Name(), one)
		}
		e.serve(e.funcType(receiver, one), f.obj.Name()+"."+m.f.Name(), value, reflected)
	}
}

// maybe writes a func that calls a method if there is one.
func (e *emitter) maybe(receiver, typ, name string, s *types.Signature) string {
	in, pass, out := e.params(s)
	if in != "" {
		in = ", " + in
	}
	bare := types.NewSignatureType(nil, nil, nil, s.Params(), s.Results(), s.Variadic())
	return "func(zz_r " + receiver + in + ")" + out + " { if m, ok := any(zz_r).(interface{ " + name +
		strings.TrimPrefix(e.text(bare), "func") + " }); ok { " + returns(s) + "m." + name + "(" + pass + "); " + ending(s) +
		"}; panic(" + strconv.Quote("your type "+typ+" has no method "+name+" that belongs to "+receiver) + ") }"
}

// ending is the return of a func without results: the panic stands behind it.
func ending(s *types.Signature) string {
	if s.Results().Len() == 0 {
		return "return "
	}
	return ""
}
