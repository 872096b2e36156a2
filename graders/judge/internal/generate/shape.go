package generate

import (
	"go/types"
	"sort"
)

// form is how a type of the package appears in the stub.
type form struct {
	obj *types.TypeName
	// fields that travel; rest: there is more inside; open: no struct, and what it is made of travels.
	fields               []*types.Var
	rest, open, values   bool
	exact                bool
	enum                 []*types.Const
	boxed                bool
	underlying           types.Type
	instances            [][]types.Type // of a generic type
	isInterface, isAlias bool
}

// ours is a type of the package.
func (c *contract) ours(t *types.Named) {
	obj := t.Obj()
	f := c.types[obj]
	if f == nil {
		f = &form{obj: obj, underlying: t.Origin().Underlying()}
		c.types[obj] = f
		c.shape(f, t.Origin())
	}
	if list := typeList(t.TypeArgs()); len(list) > 0 {
		c.args.own(obj)
		if !c.args.free(t, 0) {
			c.args.put(obj, list)
			f.instances = append(f.instances, list)
		}
	}
	c.parameters(t.Origin().TypeParams())
	if f.isInterface {
		c.constraint(t.Underlying().(*types.Interface))
		if !c.args.free(t, 0) {
			c.face(t)
		}
		return
	}
	for _, field := range f.fields {
		inner := c.args.replace(field.Type(), typeList(t.TypeArgs()))
		c.value(inner)
		c.visit(inner)
	}
	if f.open {
		c.visit(t.Underlying())
	}
}

// shape decides how much of a type the stub shows.
func (c *contract) shape(f *form, t *types.Named) {
	l := c.look(t)
	f.values, f.exact, f.boxed = l.values, l.exact, l.boxed
	switch u := t.Underlying().(type) {
	case *types.Interface:
		f.isInterface = true
	case *types.Struct:
		c.structure(f, l, u)
	default:
		f.open = open(l, t)
		f.rest = !f.open
		if f.open && !l.numbers {
			f.enum = c.enumOf(t)
		}
	}
}

func (c *contract) structure(f *form, l *look, u *types.Struct) {
	exported := true
	for i := range u.NumFields() {
		exported = exported && u.Field(i).Exported()
	}
	for i := range u.NumFields() {
		v := u.Field(i)
		if l.fields[v.Origin()] || exported && len(l.fields) > 0 {
			f.fields = append(f.fields, v)
		} else {
			f.rest = true
		}
	}
	f.rest = f.rest || len(f.fields) == 0
}

// enumOf lists all constants of a type when the tests use every one of them: then they travel by name.
func (c *contract) enumOf(t *types.Named) []*types.Const {
	var all []*types.Const
	scope := t.Obj().Pkg().Scope()
	for _, name := range scope.Names() {
		k, is := scope.Lookup(name).(*types.Const)
		if !is || c.w.isTest(k.Pos()) || !types.Identical(k.Type(), t) {
			continue
		}
		if !c.consts[k] {
			return nil
		}
		all = append(all, k)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Pos() < all[j].Pos() })
	return all
}
