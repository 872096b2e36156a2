package generate

import (
	"go/types"
	"sort"
)

// contract is what the tests use of the packages, closed over types: what a stub has to offer and glue to serve.
type contract struct {
	w     *world
	stub  map[*types.Package]bool
	looks map[types.Object]*look
	args  *instances
	sup   *support
	funcs map[*types.Func]*method
	// methods of the types, by name.
	methods map[types.Object]map[string]*method
	vars    map[*types.Var]bool
	consts  map[*types.Const]bool
	types   map[*types.TypeName]*form
	// faces are interfaces whose values cross; hooks and foreign types of other packages that values have.
	faces   map[string]types.Type
	hooks   map[string]*types.Named
	foreign map[string]types.Type
	web     bool
	// sentinels are errors of other packages that tests compare with.
	sentinels map[*types.Var]bool
	// aliases that the tests name; channels that cross.
	aliases  map[*types.TypeName]bool
	channels map[types.Type]bool
	queue    []types.Type
	seen     map[string]bool
}

// method is a function or method of the contract.
type method struct {
	f *types.Func
	// soft: nobody names it; it is needed only where the reference has it and something calls it.
	soft bool
	// exact: it must have a value receiver.
	exact bool
}

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

// use takes everything of the packages that a kept declaration names.
func (c *contract) use(d *decl) {
	for obj := range d.uses {
		c.object(obj)
	}
}

func (c *contract) object(obj types.Object) {
	if v, is := obj.(*types.Var); is && c.isSentinel(v) {
		c.sentinels[v] = true
	}
	if !c.stub[obj.Pkg()] || c.w.isTest(obj.Pos()) {
		return
	}
	switch obj := obj.(type) {
	case *types.Func:
		c.function(obj)
	case *types.Var:
		if !obj.IsField() && obj.Parent() == obj.Pkg().Scope() {
			c.vars[obj] = true
			c.visit(obj.Type())
		}
	case *types.Const:
		c.consts[obj] = true
		c.visit(obj.Type())
	case *types.TypeName:
		if obj.IsAlias() {
			c.aliases[obj] = true
		}
		if !isTypeParam(obj.Type()) {
			c.visit(obj.Type())
		}
	}
}

// isSentinel reports whether a variable is an error of a package that both sides have.
func (c *contract) isSentinel(v *types.Var) bool {
	return v.Pkg() != nil && c.w.byPath[v.Pkg().Path()] == nil && v.Parent() == v.Pkg().Scope() && v.Exported() &&
		types.Identical(v.Type(), types.Universe.Lookup("error").Type())
}

func (c *contract) function(f *types.Func) {
	s := f.Signature()
	if s.Recv() != nil || c.funcs[f] != nil {
		return // methods come with the selections that name them
	}
	c.funcs[f] = &method{f: f}
	c.parameters(s.TypeParams())
	for _, args := range c.instancesOf(f) {
		c.visit(c.args.replace(s, args))
	}
}

func (c *contract) parameters(list *types.TypeParamList) {
	for i := range list.Len() {
		c.visit(list.At(i).Constraint())
	}
}

// instancesOf lists the type arguments with which a function is used; one empty list where there are none.
func (c *contract) instancesOf(f *types.Func) [][]types.Type {
	if f.Signature().TypeParams().Len() > 0 {
		return c.concrete(f)
	}
	return [][]types.Type{nil}
}

// concrete are the instances without parameters in them.
func (c *contract) concrete(obj types.Object) [][]types.Type {
	var all [][]types.Type
	for _, list := range c.args.lists[obj] {
		free := false
		for _, t := range list {
			free = free || c.args.free(t, 0)
		}
		if !free {
			all = append(all, list)
		}
	}
	return all
}

func (c *contract) visit(t types.Type) { c.queue = append(c.queue, t) }

// close goes through types until there are no new ones.
func (c *contract) close() {
	for len(c.queue) > 0 {
		t := c.queue[0]
		c.queue = c.queue[1:]
		key := types.TypeString(t, nil)
		if c.seen[key] {
			continue
		}
		c.seen[key] = true
		c.one(t)
	}
}

func (c *contract) one(t types.Type) {
	switch t := t.(type) {
	case *types.Named:
		c.named(t)
	case *types.Alias:
		c.visit(types.Unalias(t))
	case *types.Interface:
		c.constraint(t)
		if !t.Empty() {
			c.face(t)
		}
	case *types.Chan:
		c.channels[t] = true
		c.value(t.Elem())
		c.visit(t.Elem())
	case *types.TypeParam:
	case *types.Pointer:
		c.visit(t.Elem())
	default:
		children(t, func(inner types.Type) {
			c.value(inner)
			c.visit(inner)
		})
	}
}

// value notes that a type of the package crosses by value.
func (c *contract) value(t types.Type) {
	n, is := types.Unalias(t).(*types.Named)
	if is && c.stub[n.Obj().Pkg()] && !types.IsInterface(n) {
		c.look(n).values = true
		if f := c.types[n.Obj()]; f != nil {
			f.values = true
		}
	}
}

func (c *contract) look(n *types.Named) *look {
	obj := types.Object(n.Origin().Obj())
	if c.looks[obj] == nil {
		c.looks[obj] = &look{fields: map[*types.Var]bool{}}
	}
	return c.looks[obj]
}

// constraint visits what an interface is made of: constraints name types of the package.
func (c *contract) constraint(t *types.Interface) {
	for i := range t.NumEmbeddeds() {
		switch inner := types.Unalias(t.EmbeddedType(i)).(type) {
		case *types.Union:
			for j := range inner.Len() {
				c.visit(inner.Term(j).Type())
			}
		default:
			c.visit(inner)
		}
	}
}

func (c *contract) face(t types.Type) {
	i := t.Underlying().(*types.Interface)
	if !i.IsMethodSet() {
		return
	}
	c.faces[types.TypeString(t, nil)] = t
	for i := range i.NumMethods() {
		c.visit(t.Underlying().(*types.Interface).Method(i).Signature())
	}
}

func (c *contract) named(t *types.Named) {
	obj := t.Obj()
	for i := range t.TypeArgs().Len() {
		c.value(t.TypeArgs().At(i))
		c.visit(t.TypeArgs().At(i))
	}
	if obj.Pkg() == nil {
		return
	}
	if c.stub[obj.Pkg()] && !c.w.isTest(obj.Pos()) {
		c.ours(t)
		return
	}
	name := obj.Pkg().Path() + "." + obj.Name()
	if obj.Pkg().Path() == "net/http" && (carried[name] || name == "net/http.Handler") {
		c.web = true
	}
	if carried[name] && name != "net/http.ResponseWriter" || obj.Pkg().Path() == "testing" {
		return
	}
	if i, is := t.Underlying().(*types.Interface); is {
		if !i.Empty() && name != "net/http.ResponseWriter" {
			c.face(t)
		}
		return
	}
	c.foreign[name] = t
	if _, is := t.Underlying().(*types.Struct); is && marshals(t) != "" {
		c.hooks[name] = t
		return
	}
	c.visit(t.Underlying())
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
		c.face(t)
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

func typeList(l *types.TypeList) []types.Type {
	var all []types.Type
	for i := range l.Len() {
		all = append(all, l.At(i))
	}
	return all
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
