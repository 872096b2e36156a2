package generate

import (
	"go/types"
)

// support decides which types can cross. The answer is "" or why not, with advice behind a semicolon.
type support struct {
	stub   map[*types.Package]bool
	module func(*types.Package) bool
	isTest func(types.Object) bool
	looks  map[types.Object]*look
	memo   map[types.Type]string
}

func (s *support) why(t types.Type) string {
	if why, known := s.memo[t]; known {
		return why
	}
	s.memo[t] = "" // what is being looked at does not stand in its own way
	why := s.find(t)
	s.memo[t] = why
	return why
}

func (s *support) find(t types.Type) string {
	switch t := t.(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			return "unsafe.Pointer; an address means nothing in another process"
		}
	case *types.Alias:
		return s.why(types.Unalias(t))
	case *types.Named:
		return s.named(t)
	case *types.Chan:
		if t.Dir() == types.SendRecv {
			return "a channel without direction; use <-chan or chan<-"
		}
		return s.why(t.Elem())
	case *types.Map:
		return first(s.why(t.Key()), s.why(t.Elem()))
	case interface{ Elem() types.Type }:
		return s.why(t.Elem())
	case *types.Signature:
		return s.signature(t)
	case *types.Struct:
		for i := range t.NumFields() {
			if why := s.why(t.Field(i).Type()); why != "" {
				return why
			}
		}
	case *types.Interface:
		return s.methods(t)
	}
	return ""
}

func first(all ...string) string {
	for _, why := range all {
		if why != "" {
			return why
		}
	}
	return ""
}

// signature looks at parameters and results. A func that runs while the tests only receive from a channel would have
// no goroutine to run on.
func (s *support) signature(t *types.Signature) string {
	if has(t.Params(), isCallable) && has(t.Results(), isChannel) {
		return "a func among its parameters and a channel as its result; return results by a func or an iterator"
	}
	for _, tuple := range []*types.Tuple{t.Params(), t.Results()} {
		for i := range tuple.Len() {
			if why := s.why(tuple.At(i).Type()); why != "" {
				return why
			}
		}
	}
	return ""
}

func has(t *types.Tuple, is func(types.Type) bool) bool {
	for i := range t.Len() {
		if is(t.At(i).Type()) {
			return true
		}
	}
	return false
}

func isChannel(t types.Type) bool {
	_, is := t.Underlying().(*types.Chan)
	return is
}

func isCallable(t types.Type) bool {
	_, is := t.Underlying().(*types.Signature)
	return is
}

func (s *support) methods(t *types.Interface) string {
	if !t.IsMethodSet() {
		return ""
	}
	for i := range t.NumMethods() {
		m := t.Method(i)
		if !m.Exported() && !s.stub[m.Pkg()] {
			return "an interface with hidden methods; use one with exported methods only"
		}
		if why := s.signature(m.Signature()); why != "" {
			return why
		}
	}
	return ""
}

func (s *support) named(t *types.Named) string {
	obj := t.Obj()
	if obj.Pkg() == nil { // error, comparable
		return ""
	}
	for i := range t.TypeArgs().Len() {
		if why := s.why(t.TypeArgs().At(i)); why != "" {
			return why
		}
	}
	name := obj.Pkg().Path() + "." + obj.Name()
	switch {
	case carried[name]:
		return ""
	case s.isTest(obj):
		return "the type " + obj.Name() + " is the tests' own; use a type of the package"
	case s.stub[obj.Pkg()]:
		return s.ours(t)
	case obj.Pkg().Path() == "testing":
		return name + "; tests and package are in two processes"
	}
	return s.foreign(t, name)
}

// ours is a type of the package: whatever stays hidden is no hindrance.
func (s *support) ours(t *types.Named) string {
	if i, is := t.Underlying().(*types.Interface); is {
		return s.methods(i)
	}
	look := s.looks[t.Origin().Obj()]
	st, isStruct := t.Underlying().(*types.Struct)
	switch {
	case isStruct && look != nil:
		for i := range st.NumFields() {
			if look.fields[st.Field(i).Origin()] {
				if why := s.why(st.Field(i).Type()); why != "" {
					return why
				}
			}
		}
		return ""
	case isStruct:
		return ""
	}
	if open(look, t) {
		return s.why(t.Underlying())
	}
	return ""
}
