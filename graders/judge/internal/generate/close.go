package generate

import (
	"go/types"
)

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
