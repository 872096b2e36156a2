package seal

import "reflect"

// What generated code calls on both sides, while package variables are initialised. Names are the same on both sides.

// Type makes a type known: its values can travel in interfaces.
func Type[T any](h Half, name string) { addType(h, name, (*T)(nil)) }

//go:noinline
func addType(h Half, name string, pointer any) { h.(*Side).reg.addType(name, pointed(pointer)) }

// Sentinel registers an error that both sides have, so that == and errors.Is find it.
func Sentinel(h Half, name string, err error) { addSentinel(h, name, err) }

//go:noinline
func addSentinel(h Half, name string, err error) {
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
func Shape[T any](h Half, name string, f Form) { addShape(h, name, (*T)(nil), f) }

//go:noinline
func addShape(h Half, name string, pointer any, f Form) {
	h.(*Side).reg.addShape(name, pointed(pointer), &shape{fields: f.Fields, rest: f.Rest, values: f.Values})
}

// Enum registers a type whose values travel as the names of their constants: here are the constants in the
// contract's order, with this side's values.
func Enum[T any](h Half, name string, constants ...T) { addEnum(h, name, (*T)(nil), constants) }

//go:noinline
func addEnum(h Half, name string, pointer, constants any) {
	e, list := &shape{}, reflect.ValueOf(constants)
	for i := range list.Len() {
		e.enum = append(e.enum, list.Index(i))
	}
	h.(*Side).reg.addShape(name, pointed(pointer), e)
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
func Interface[I any](h Half, name string, proxy func(Remote) any, methods Methods) {
	addInterface(h, name, (*I)(nil), proxy, methods)
}

//go:noinline
func addInterface(h Half, name string, pointer any, proxy func(Remote) any, methods Methods) {
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
func Method[F any](h Half, face, name string) F { return methodOf(h, (*F)(nil), face, name).(F) }

//go:noinline
func methodOf(h Half, pointer any, face, name string) any {
	s, t := h.(*Side), pointed(pointer)
	in, out := signature(t)
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		r := args[0].Interface().(proxied).remote()
		return s.roundTrip(target{kind: targetMethod, id: r.id, face: face, name: name}, in[1:], args[1:], out)
	}).Interface()
}
