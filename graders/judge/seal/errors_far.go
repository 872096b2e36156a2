package seal

import "reflect"

// remoteError stands for an error of the other side. The same error is always the same pointer, so that == and
// errors.Is find it.
type remoteError struct {
	s     *Side
	id    uint64
	text  string
	is    bool
	below []error
}

func (e *remoteError) Error() string     { return e.text }
func (e *remoteError) far() *remoteError { return e }

// Is asks the Is method of the real error, where it has one.
func (e *remoteError) Is(target error) bool {
	if !e.is {
		return false
	}
	out := e.s.roundTrip(target1(targetIs, e.id), []reflect.Type{errorType}, []reflect.Value{reflect.ValueOf(&target).Elem()},
		[]reflect.Type{reflect.TypeFor[bool]()})
	return out[0].Bool()
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
