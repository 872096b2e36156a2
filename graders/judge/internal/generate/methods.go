package generate

import (
	"go/types"
	"slices"
	"sort"
)

// wellKnown are methods that the standard library looks for.
var wellKnown = []string{"Error", "String", "GoString", "Unwrap", "Is", "Timeout", "Temporary", "MarshalJSON", "UnmarshalJSON",
	"MarshalText", "UnmarshalText"}

// complete adds the methods that types need without being named, and closes the contract over them.
func (c *contract) complete(implements map[types.Object][]*types.Interface) {
	c.close()
	for before := -1; before != c.size(); {
		before = c.size()
		for _, f := range c.sorted() {
			if !f.isInterface {
				c.add(f, implements[f.obj])
			}
		}
		c.close()
	}
}

func (c *contract) size() int {
	n := len(c.types) + len(c.faces)
	for _, list := range c.methods {
		n += len(list)
	}
	return n
}

// sorted are the types by package and name.
func (c *contract) sorted() []*form {
	var all []*form
	for _, f := range c.types {
		all = append(all, f)
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := all[i].obj, all[j].obj
		return a.Pkg().Path() < b.Pkg().Path() || a.Pkg() == b.Pkg() && a.Name() < b.Name()
	})
	return all
}

func (c *contract) add(f *form, needed []*types.Interface) {
	for _, m := range c.methods[f.obj] {
		c.signature(f, m)
	}
	for _, name := range wellKnown {
		c.soft(f, name)
	}
	for _, t := range c.faces {
		i := t.Underlying().(*types.Interface)
		if types.Implements(types.NewPointer(f.obj.Type()), i) {
			for j := range i.NumMethods() {
				c.soft(f, i.Method(j).Name())
			}
		}
	}
	for _, i := range needed {
		for j := range i.NumMethods() {
			if m := c.soft(f, i.Method(j).Name()); m != nil {
				m.soft, m.loose = false, false
				m.exact = f.boxed && !isPointer(m.f.Signature().Recv().Type())
			}
		}
	}
}

// soft adds a method that the reference has.
func (c *contract) soft(f *form, name string) *method {
	if m := c.methods[f.obj][name]; m != nil {
		return m
	}
	obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(f.obj.Type()), false, f.obj.Pkg(), name)
	found, is := obj.(*types.Func)
	if !is || c.w.isTest(found.Pos()) || c.sup.signature(found.Signature()) != "" {
		return nil
	}
	if c.methods[f.obj] == nil {
		c.methods[f.obj] = map[string]*method{}
	}
	m := &method{f: found.Origin(), soft: true}
	c.methods[f.obj][name] = m
	c.signature(f, m)
	return m
}

// signature closes over what a method takes and gives, and decides about its receiver.
func (c *contract) signature(f *form, m *method) {
	switch {
	case isPointer(m.f.Signature().Recv().Type()):
		m.exact = false
	case m.soft:
		m.exact = true
	case !m.exact && (f.boxed && c.asked(m.f.Name()) || f.open && f.enum != nil):
		m.exact, m.loose = true, true
	}
	if m.exact {
		c.value(f.obj.Type())
	}
	for _, args := range c.lists(f) {
		c.visit(c.args.replace(m.f.Signature(), args))
	}
}

// asked reports whether something may look for a method of that name in a value that it does not know.
func (c *contract) asked(name string) bool {
	if slices.Contains(wellKnown, name) {
		return true
	}
	for _, face := range c.faces {
		i := face.Underlying().(*types.Interface)
		for j := range i.NumMethods() {
			if i.Method(j).Name() == name {
				return true
			}
		}
	}
	return false
}

func isPointer(t types.Type) bool {
	_, is := types.Unalias(t).(*types.Pointer)
	return is
}

// lists are the instances of a type; one empty list for a type that is not generic.
func (c *contract) lists(f *form) [][]types.Type {
	n, is := types.Unalias(f.obj.Type()).(*types.Named)
	if !is || n.TypeParams().Len() == 0 {
		return [][]types.Type{nil}
	}
	return c.concrete(f.obj)
}
