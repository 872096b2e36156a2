package seal

import "reflect"

// remoteError stands for an error of the other side. The same error is always the same pointer, so that == and
// errors.Is find it.
type remoteError struct {
	s       *Side
	id      uint64
	text    string
	methods byte
	below   []error
}

func (e *remoteError) Error() string     { return e.text }
func (e *remoteError) far() *remoteError { return e }

// Is asks the Is method of the real error, where it has one.
func (e *remoteError) Is(target error) bool {
	if e.methods&hasIs == 0 {
		return false
	}
	out := e.s.roundTrip(target1(targetIs, e.id), []reflect.Type{errorType}, []reflect.Value{reflect.ValueOf(&target).Elem()},
		[]reflect.Type{reflect.TypeFor[bool]()})
	return out[0].Bool()
}

// As asks the As method of the real error, where it has one, for a type that both sides have.
func (e *remoteError) As(into any) bool {
	dst := reflect.ValueOf(into).Elem()
	if e.methods&hasAs == 0 || dst.Kind() == reflect.Interface || !e.s.reg.known(dst.Type()) {
		return false
	}
	out := e.s.roundTrip(target1(targetAs, e.id), []reflect.Type{reflect.TypeFor[string]()},
		[]reflect.Value{reflect.ValueOf(e.s.reg.typeName(dst.Type()))}, []reflect.Type{reflect.TypeFor[bool](), anyType})
	found := out[1].Elem()
	if !out[0].Bool() || !found.IsValid() || found.Type() != dst.Type() {
		return false
	}
	dst.Set(found)
	return true
}

// boundAs lets the other side ask an As method for a type by its name.
func (s *Side) boundAs(as func(any) bool, x *object) *bound {
	return &bound{object: x, in: []reflect.Type{reflect.TypeFor[string]()}, out: []reflect.Type{reflect.TypeFor[bool](), anyType},
		call: func(args []reflect.Value) []reflect.Value {
			into := reflect.New(s.reg.named(args[0].String()))
			found := as(into.Interface())
			return []reflect.Value{reflect.ValueOf(found), into.Elem()}
		}}
}

// wrapped and joined have the one Unwrap method that the real error has.
type wrapped struct{ *remoteError }

func (e *wrapped) Unwrap() error { return e.below[0] }

type joined struct{ *remoteError }

func (e *joined) Unwrap() []error { return e.below }

func (e *remoteError) formed(chain byte) reflect.Value {
	switch chain {
	case chainOne:
		return reflect.ValueOf(&wrapped{e})
	case chainMany:
		return reflect.ValueOf(&joined{e})
	}
	return reflect.ValueOf(e)
}
