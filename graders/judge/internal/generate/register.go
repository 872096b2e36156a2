package generate

import (
	"go/types"
	"sort"
	"strconv"
	"strings"
)

// registrations writes what both sides say about types, the same on both.
func (e *emitter) registrations() {
	for _, f := range e.mine() {
		if !f.isInterface {
			for _, list := range e.c.lists(f) {
				e.registerType(f, list)
			}
		}
	}
	if e.u.dir != e.w.Dir {
		return
	}
	for _, name := range sortedKeys(e.c.foreign) {
		t := e.c.foreign[name]
		if h := e.c.hooks[name]; h != nil {
			e.printf("\tzz_seal.%s(zz_h, (*%s)(nil))\n", marshals(h), e.text(h))
		} else {
			e.printf("\tzz_seal.Type(zz_h, %q, (*%s)(nil))\n", types.TypeString(t, nil), e.text(t))
		}
	}
	for _, v := range e.sentinels() {
		e.printf("\tzz_seal.Sentinel(zz_h, %q, %s.%s)\n", v.Pkg().Path()+"."+v.Name(), e.qualify(v.Pkg()), v.Name())
	}
	for i, key := range sortedKeys(e.c.faces) {
		e.registerFace(i, key)
	}
	if e.c.web {
		e.imports[runtimePath+"/web"] = "zz_web"
		e.printf("\tzz_web.Register(zz_h)\n")
	}
}

// sentinels are in the order of packages and names.
func (e *emitter) sentinels() []*types.Var {
	var all []*types.Var
	for v := range e.c.sentinels {
		all = append(all, v)
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := all[i], all[j]
		return a.Pkg().Path()+"."+a.Name() < b.Pkg().Path()+"."+b.Name()
	})
	return all
}

func (e *emitter) registerType(f *form, list []types.Type) {
	passed, _ := e.typeArgs(list)
	t := f.obj.Name() + passed
	name := e.full(f.obj.Name())
	if len(list) > 0 {
		var args []string
		for _, a := range list {
			args = append(args, types.TypeString(e.c.args.replace(a, nil), nil))
		}
		name += "[" + strings.Join(args, ",") + "]"
	}
	at := e.mark(f.obj.Name(), "type "+f.obj.Name())
	switch {
	case f.enum != nil:
		var names []string
		for _, k := range f.enum {
			names = append(names, k.Name())
		}
		e.printf("\tzz_seal.Enum(zz_h, %q, []%s{%s})\n", name, t, strings.Join(names, ", "))
	case f.open:
		e.printf("\tzz_seal.Type(zz_h, %q, (*%s)(nil))\n", name, t)
	default:
		var fields []string
		for _, field := range f.fields {
			fields = append(fields, strconv.Quote(field.Name()))
		}
		e.printf("\tzz_seal.Shape(zz_h, %q, (*%s)(nil), zz_seal.Form{Fields: []string{%s}, Rest: %v, Values: %v})\n",
			name, t, strings.Join(fields, ", "), f.rest, f.values)
	}
	at()
}

// proxies writes the types that stand for values behind interfaces, in the tested package.
func (e *emitter) proxies() {
	if e.u.dir != e.w.Dir {
		return
	}
	for i, key := range sortedKeys(e.c.faces) {
		proxy := "zz_p" + strconv.Itoa(i)
		e.printf("type %s struct{ zz_seal.Remote }\n\n", proxy)
		face := e.c.faces[key].Underlying().(*types.Interface)
		for j := range face.NumMethods() {
			m := face.Method(j)
			in, pass, out := e.params(m.Signature())
			call := proxy + "_" + m.Name()
			args := strings.TrimSuffix("zz_r, "+pass, ", ")
			e.printf("func (zz_r *%s) %s(%s)%s { %s%s(%s) }\n\n", proxy, m.Name(), in, out, returns(m.Signature()), call, args)
			side := "zz_side"
			if e.glued {
				side = "zz_seal.Servant()"
			}
			e.printf("var %s = zz_seal.Method[%s](%s, %q, %q)\n\n", call, e.funcType("*"+proxy, m.Signature()), side, key, m.Name())
		}
	}
}

func (e *emitter) registerFace(i int, key string) {
	t := e.c.faces[key]
	face := t.Underlying().(*types.Interface)
	name := e.text(t)
	var methods []string
	for j := range face.NumMethods() {
		m := face.Method(j).Name()
		methods = append(methods, strconv.Quote(m)+": ("+name+")."+m)
	}
	at := e.mark(name, "type "+name)
	e.printf("\tzz_seal.Interface(zz_h, %q, (*%s)(nil), func(r zz_seal.Remote) any { return &zz_p%d{r} }, zz_seal.Methods{%s})\n",
		key, name, i, strings.Join(methods, ", "))
	at()
}
