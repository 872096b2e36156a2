package generate

import (
	"go/constant"
	"go/types"
	"strconv"
	"strings"
)

// stub writes the package that the tests are linked with.
func (e *emitter) stub() []byte {
	e.start()
	e.glued = false
	for _, f := range e.mine() {
		e.declare(f)
	}
	for _, alias := range sortedObjects(e.c.aliases, e.u.types) {
		e.printf("type %s = %s\n\n", alias.Name(), e.text(alias.Type()))
	}
	for _, k := range sortedObjects(e.c.consts, e.u.types) {
		e.constant(k)
	}
	e.imports["flag"] = "zz_flag"
	for _, v := range sortedObjects(e.c.vars, e.u.types) {
		e.printf("var %s = zz_seal.Var[%s](zz_side, %q)\n\n", v.Name(), e.text(v.Type()), e.full(v.Name()))
	}
	for _, f := range sortedObjects(e.c.funcs, e.u.types) {
		e.forward(f)
	}
	for _, f := range e.mine() {
		for _, name := range sortedKeys(e.c.methods[f.obj]) {
			if !f.isInterface {
				e.forwardMethod(f, e.c.methods[f.obj][name])
			}
		}
	}
	e.proxies()
	e.printf("var zz_side = zz_open()\n\n// zz_open takes the pipe and says what both sides know.\nfunc zz_open() zz_seal.Half {\n\tzz_h := zz_seal.Tests(zz_flag.Parsed%s)\n", quoted(e.sequential))
	e.registrations()
	e.printf("\treturn zz_h\n}\n")
	return e.file("Stub of the package for sealed tests: every call goes to the student's package in another process.")
}

func quoted(list []string) string {
	text := ""
	for _, s := range list {
		text += ", " + strconv.Quote(s)
	}
	return text
}

// declare writes a type as the tests may see it.
func (e *emitter) declare(f *form) {
	named := types.Unalias(f.obj.Type()).(*types.Named)
	params, _, _ := e.typeParams(named.TypeParams())
	head := "type " + f.obj.Name() + params + " "
	st, isStruct := f.underlying.(*types.Struct)
	switch {
	case f.isInterface || f.open:
		e.printf("%s%s\n\n", head, e.text(f.underlying))
	case !isStruct || len(f.fields) == 0:
		e.printf("%sstruct{ zz_ zz_seal.Value }\n\n", head)
	default:
		e.printf("%sstruct {\n", head)
		for _, field := range f.fields {
			e.field(st, field)
		}
		if f.rest {
			e.printf("\tzz_ zz_seal.Value\n")
		}
		e.printf("}\n\n")
	}
}

func (e *emitter) field(st *types.Struct, field *types.Var) {
	tag := ""
	for i := range st.NumFields() {
		if st.Field(i) == field && st.Tag(i) != "" {
			tag = " " + strconv.Quote(st.Tag(i))
		}
	}
	if field.Embedded() {
		e.printf("\t%s%s\n", e.text(field.Type()), tag)
	} else {
		e.printf("\t%s %s%s\n", field.Name(), e.text(field.Type()), tag)
	}
}

func (e *emitter) constant(k *types.Const) {
	e.printf("const %s%s = %s\n\n", k.Name(), e.constantType(k), literal(k))
}

func (e *emitter) constantType(k *types.Const) string {
	if b, is := k.Type().(*types.Basic); is && b.Info()&types.IsUntyped != 0 {
		return ""
	}
	return " " + e.text(k.Type())
}

// literal writes the value of a constant, so that its default type stays what it was.
func literal(k *types.Const) string {
	v := k.Val()
	b, _ := k.Type().(*types.Basic)
	switch v.Kind() {
	case constant.Int:
		if n, exact := constant.Int64Val(v); exact && b != nil && b.Kind() == types.UntypedRune && n >= 0 && n < 0x110000 && (n < 0xd800 || n > 0xdfff) {
			return strconv.QuoteRune(rune(n))
		}
		if b != nil && b.Kind() == types.UntypedFloat {
			return v.ExactString() + ".0"
		}
	case constant.Float:
		num, den := constant.Num(v), constant.Denom(v)
		if num.Kind() == constant.Int && den.Kind() == constant.Int {
			return "(" + num.ExactString() + ".0 / " + den.ExactString() + ".0)"
		}
	}
	return v.ExactString()
}

// forward writes a function that calls the one of the same name in the servant.
func (e *emitter) forward(f *types.Func) {
	s := f.Signature()
	in, pass, out := e.params(s)
	declared, _, reflected := e.typeParams(s.TypeParams())
	call := "zz_f_" + f.Name()
	if declared != "" {
		call = "zz_seal.Generic[" + e.funcType("", s) + "](zz_side, " + strconv.Quote(e.full(f.Name())) + ", " + reflected + ")"
	}
	e.printf("func %s%s(%s)%s { %s%s(%s) }\n", f.Name(), declared, in, out, returns(s), call, pass)
	if declared == "" {
		e.printf("\nvar %s = zz_seal.Import[%s](zz_side, %q)\n", call, e.funcType("", s), e.full(f.Name()))
	}
	e.printf("\n")
}

func returns(s *types.Signature) string {
	if s.Results().Len() > 0 {
		return "return "
	}
	return ""
}

func (e *emitter) forwardMethod(f *form, m *method) {
	named := types.Unalias(f.obj.Type()).(*types.Named)
	s := m.f.Signature()
	in, pass, out := e.params(s)
	params := s.RecvTypeParams()
	if params.Len() == 0 {
		params = named.TypeParams()
	}
	_, passed, reflected := e.typeParams(params)
	receiver := f.obj.Name() + passed
	if !m.exact {
		receiver = "*" + receiver
	}
	name := f.obj.Name() + "." + m.f.Name()
	call := "zz_m_" + f.obj.Name() + "_" + m.f.Name()
	if passed != "" {
		call = "zz_seal.Generic[" + e.funcType(receiver, s) + "](zz_side, " + strconv.Quote(e.full(name)) + ", " + reflected + ")"
	}
	args := strings.TrimSuffix("zz_r, "+pass, ", ")
	e.printf("func (zz_r %s) %s(%s)%s { %s%s(%s) }\n", receiver, m.f.Name(), in, out, returns(s), call, args)
	if passed == "" {
		e.printf("\nvar %s = zz_seal.Import[%s](zz_side, %q)\n", call, e.funcType(receiver, s), e.full(name))
	}
	e.printf("\n")
}
