package seal

import "reflect"

// What generated code calls on both sides, while package variables are initialised. Names are the same on both sides.

// Type makes a type known: its values can travel in interfaces.
func Type[T any](s *Side, name string) { s.reg.addType(name, reflect.TypeFor[T]()) }

// Sentinel registers an error that both sides have, so that == and errors.Is find it.
func Sentinel(s *Side, name string, err error) {
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
func Shape[T any](s *Side, name string, f Form) {
	Type[T](s, name)
	s.reg.mu.Lock()
	defer s.reg.mu.Unlock()
	s.reg.shapes[reflect.TypeFor[T]()] = &shape{fields: f.Fields, rest: f.Rest, values: f.Values}
}

// Enum registers a type whose values travel as the names of their constants: here are the constants in the
// contract's order, with this side's values.
func Enum[T any](s *Side, name string, constants ...T) {
	Type[T](s, name)
	e := &shape{}
	for i := range constants {
		e.enum = append(e.enum, reflect.ValueOf(constants[i]))
	}
	s.reg.mu.Lock()
	defer s.reg.mu.Unlock()
	s.reg.shapes[reflect.TypeFor[T]()] = e
}

// Methods are the method expressions of an interface, by name: func(I, arguments) results.
type Methods map[string]any

// Interface registers an interface whose values are used from the other side, and its generated proxy.
func Interface[I any](s *Side, name string, proxy func(Remote) any, methods Methods) {
	t := reflect.TypeFor[I]()
	i := &iface{name: name, t: t, proxy: proxy, methods: map[string]reflect.Value{}}
	for method, expression := range methods {
		i.methods[method] = reflect.ValueOf(expression)
	}
	s.reg.mu.Lock()
	defer s.reg.mu.Unlock()
	if s.reg.ifaces[t] == nil {
		s.reg.ifaces[t], s.reg.byName[name] = i, i
	}
}

// Method makes the func behind a method of a proxy. F has the proxy as its first parameter.
func Method[F any](s *Side, face, name string) F {
	t := reflect.TypeFor[F]()
	in, out := signature(t)
	v := reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		r := args[0].Interface().(proxied).remote()
		return s.roundTrip(target{kind: targetMethod, id: r.id, face: face, name: name}, in[1:], args[1:], out)
	})
	return v.Interface().(F)
}
