package policy

import "go/types"

// pointed is what a pointer leads to; whatever is no pointer stays as it is, since `addressed` keeps the type of what
// is the variable's own.
func pointed(p place) place {
	if p.of == nil {
		return place{nil, true}
	}
	if pointer, isPointer := p.of.Underlying().(*types.Pointer); isPointer {
		return place{pointer.Elem(), true}
	}
	return p
}

// addressed is a pointer to a place. One to a variable of the student's own is taken for that variable.
func addressed(p place) place {
	if p.foreign && p.of != nil {
		return place{types.NewPointer(p.of), false}
	}
	return place{p.of, false}
}

// element is what an index or a range finds.
func element(p place) place {
	p = throughArray(p)
	if p.of == nil {
		return place{nil, true}
	}
	switch t := p.of.Underlying().(type) {
	case *types.Slice:
		return place{t.Elem(), true}
	case *types.Map:
		return place{t.Elem(), true}
	case *types.Array:
		return place{t.Elem(), p.foreign}
	}
	return place{nil, p.foreign}
}

// sliced is a part of a slice or an array.
func sliced(p place) place {
	p = throughArray(p)
	if p.of == nil {
		return place{nil, p.foreign}
	}
	if array, isArray := p.of.Underlying().(*types.Array); isArray && p.foreign {
		return place{types.NewSlice(array.Elem()), false}
	}
	return place{p.of, false}
}

// throughArray follows a pointer to an array, as indexes do.
func throughArray(p place) place {
	if p.of != nil {
		if pointer, isPointer := p.of.Underlying().(*types.Pointer); isPointer {
			return place{pointer.Elem(), true}
		}
	}
	return p
}

// field is a field by its name, also a promoted one.
func field(p place, name string) place {
	if p.of == nil {
		return place{nil, true}
	}
	found, _, indirect := types.LookupFieldOrMethod(p.of, true, nil, name)
	if found == nil {
		return place{nil, p.foreign}
	}
	return place{found.Type(), p.foreign || indirect}
}

// refers reports whether a place holds what another package's memory is reached by: for copy, clear, delete and append.
func refers(p place) bool {
	if p.of == nil {
		return true
	}
	switch p.of.Underlying().(type) {
	case *types.Slice, *types.Map:
		return true
	}
	return false
}
