package generate

import (
	"go/types"
)

// ownerIn is the generic whose parameters occur in a type.
func (s *instances) ownerIn(t types.Type, depth int) types.Object {
	var found types.Object
	children(t, func(inner types.Type) {
		if p, is := inner.(*types.TypeParam); is {
			found = s.owner[p]
		} else if found == nil && depth < 20 {
			found = s.ownerIn(inner, depth+1)
		}
	})
	return found
}

// children calls f for t itself when it is a parameter, else for the types that t is written with.
func children(t types.Type, f func(types.Type)) {
	switch t := t.(type) {
	case *types.TypeParam:
		f(t)
	case *types.Alias:
		f(types.Unalias(t))
	case *types.Named:
		for i := range t.TypeArgs().Len() {
			f(t.TypeArgs().At(i))
		}
	case interface{ Elem() types.Type }:
		f(t.Elem())
		if m, is := t.(*types.Map); is {
			f(m.Key())
		}
	case *types.Signature:
		for _, tuple := range []*types.Tuple{t.Params(), t.Results()} {
			for i := range tuple.Len() {
				f(tuple.At(i).Type())
			}
		}
	case *types.Struct:
		for i := range t.NumFields() {
			f(t.Field(i).Type())
		}
	}
}

// replace puts arguments for parameters, by their index.
func (s *instances) replace(t types.Type, args []types.Type) types.Type {
	again := func(t types.Type) types.Type { return s.replace(t, args) }
	switch t := t.(type) {
	case *types.TypeParam:
		if t.Index() < len(args) {
			return args[t.Index()]
		}
	case *types.Alias:
		return again(types.Unalias(t))
	case *types.Named:
		return s.named(t, again)
	case *types.Pointer:
		return types.NewPointer(again(t.Elem()))
	case *types.Slice:
		return types.NewSlice(again(t.Elem()))
	case *types.Array:
		return types.NewArray(again(t.Elem()), t.Len())
	case *types.Map:
		return types.NewMap(again(t.Key()), again(t.Elem()))
	case *types.Chan:
		return types.NewChan(t.Dir(), again(t.Elem()))
	case *types.Signature:
		return types.NewSignatureType(nil, nil, nil, tuple(t.Params(), again), tuple(t.Results(), again), t.Variadic())
	case *types.Struct:
		var fields []*types.Var
		for i := range t.NumFields() {
			v := t.Field(i)
			fields = append(fields, types.NewField(v.Pos(), v.Pkg(), v.Name(), again(v.Type()), v.Embedded()))
		}
		return types.NewStruct(fields, nil)
	}
	return t
}

func (s *instances) named(t *types.Named, again func(types.Type) types.Type) types.Type {
	if t.TypeArgs().Len() == 0 {
		return t
	}
	var args []types.Type
	for i := range t.TypeArgs().Len() {
		args = append(args, again(t.TypeArgs().At(i)))
	}
	made, err := types.Instantiate(s.context, t.Origin(), args, false)
	if err != nil {
		return t
	}
	return made
}

func tuple(t *types.Tuple, again func(types.Type) types.Type) *types.Tuple {
	var vars []*types.Var
	for i := range t.Len() {
		v := t.At(i)
		vars = append(vars, types.NewParam(v.Pos(), v.Pkg(), v.Name(), again(v.Type())))
	}
	return types.NewTuple(vars...)
}

// free reports whether a type has parameters in it.
func (s *instances) free(t types.Type, depth int) bool {
	if isTypeParam(t) {
		return true
	}
	found := false
	children(t, func(inner types.Type) {
		found = found || isTypeParam(inner) || depth < 20 && s.free(inner, depth+1)
	})
	return found
}
