package seal

import "reflect"

// What generated code calls on both sides, while package variables are initialised. Names are the same on both sides.
// A type is given as a nil pointer to it.

// Type makes a type known: its values can travel in interfaces.
//
//go:noinline
func Type(h Half, name string, pointer any) { h.(*Side).reg.addType(name, pointed(pointer)) }

// Sentinel registers an error that both sides have, so that == and errors.Is find it.
//
//go:noinline
func Sentinel(h Half, name string, err error) {
	s := h.(*Side)
	if _, known := s.sentinels[err]; !known && err != nil {
		s.standard[name], s.sentinels[err] = err, name
	}
}

// Form says what the contract has of a type.
type Form struct {
	// Fields that travel.
	Fields []string
	// Rest: the assignment's type has more inside than Fields.
	Rest bool
	// Values: tests copy or compare values of the type.
	Values bool
}

// Shape registers a type of the contract with its form.
//
//go:noinline
func Shape(h Half, name string, pointer any, f Form) {
	h.(*Side).reg.addShape(name, pointed(pointer), &shape{fields: f.Fields, rest: f.Rest, values: f.Values})
}

// Enum registers a type whose values travel as the names of their constants: here are the constants in the
// contract's order, with this side's values, as a slice.
//
//go:noinline
func Enum(h Half, name string, constants any) {
	e, list := &shape{}, reflect.ValueOf(constants)
	for i := range list.Len() {
		e.enum = append(e.enum, list.Index(i))
	}
	h.(*Side).reg.addShape(name, list.Type().Elem(), e)
}

func (r *registry) addShape(name string, t reflect.Type, to *shape) {
	r.addType(name, t)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.shapes[t] = to
}

// Methods are the method expressions of an interface, by name: func(I, arguments) results.
type Methods map[string]any

// Interface registers an interface whose values are used from the other side, and its generated proxy.
//
//go:noinline
func Interface(h Half, name string, pointer any, proxy func(Remote) any, methods Methods) {
	t, r := pointed(pointer), h.(*Side).reg
	i := &iface{name: name, t: t, proxy: proxy, methods: map[string]reflect.Value{}}
	for method, expression := range methods {
		i.methods[method] = reflect.ValueOf(expression)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ifaces[t] == nil {
		r.ifaces[t], r.byName[name] = i, i
	}
}

// Method makes the func behind a method of a proxy. F has the proxy as its first parameter.
func Method[F any](h Half, face, name string) F { return method(h, face, name, (*F)(nil)).(F) }

//go:noinline
func method(h Half, face, name string, pointer any) any {
	s, t := h.(*Side), pointed(pointer)
	in, out := signature(t)
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		r := args[0].Interface().(proxied).remote()
		return s.roundTrip(target{kind: targetMethod, id: r.id, face: face, name: name}, in[1:], args[1:], out)
	}).Interface()
}
