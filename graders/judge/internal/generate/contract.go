package generate

import (
	"go/types"
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
	// exact: it has a value receiver in the stub, and must have one.
	exact bool
	// loose: exact for what looks at values of the type; tests compile with a pointer receiver as well.
	loose bool
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

func (c *contract) look(n *types.Named) *look {
	obj := types.Object(n.Origin().Obj())
	if c.looks[obj] == nil {
		c.looks[obj] = &look{fields: map[*types.Var]bool{}}
	}
	return c.looks[obj]
}

func typeList(l *types.TypeList) []types.Type {
	var all []types.Type
	for i := range l.Len() {
		all = append(all, l.At(i))
	}
	return all
}
