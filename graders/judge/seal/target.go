package seal

import (
	"context"
	"reflect"
)

// What a call calls.
const (
	targetFunc   = 1 // an exported function, by name
	targetObject = 2 // a func value
	targetMethod = 3 // a method of an object, by interface and name
	targetRecv   = 4 // receives from a channel
	targetSend   = 5
	targetClose  = 6
	targetIs     = 7  // the Is method of an error
	targetValue  = 8  // the Value method of a context
	targetVar    = 9  // the value of a package variable, by name
	targetAs     = 10 // the As method of an error, by the name of a type
)

type target struct {
	kind       byte
	id         uint64
	name, face string
}

func target1(kind byte, id uint64) target { return target{kind: kind, id: id} }

func (t target) encode(e *Encoder) {
	e.b = append(e.b, t.kind)
	switch t.kind {
	case targetFunc, targetVar:
		e.text(t.name)
	case targetMethod:
		e.uvarint(t.id)
		e.text(t.face)
		e.text(t.name)
	default:
		e.uvarint(t.id)
	}
}

// bound is a target of this side that was found.
type bound struct {
	in, out []reflect.Type
	// call runs it; variadic arguments come as one slice.
	call func([]reflect.Value) []reflect.Value
	// object that was given away; nil: no code of the package's users runs.
	object *object
}

// boundFunc is a func value with its types.
func boundFunc(f reflect.Value, x *object) *bound {
	t := f.Type()
	b := &bound{object: x, call: f.Call}
	if t.IsVariadic() {
		b.call = f.CallSlice
	}
	for i := range t.NumIn() {
		b.in = append(b.in, t.In(i))
	}
	for i := range t.NumOut() {
		b.out = append(b.out, t.Out(i))
	}
	return b
}

// target finds what the other side wants to call.
func (d *Decoder) target() *bound {
	s := d.s
	kind := d.byte()
	switch kind {
	case targetFunc:
		return s.named(d.text())
	case targetVar:
		return s.variable(d.text())
	case targetObject:
		x := s.objects.exported(d.uvarint())
		if x.val.Kind() != reflect.Func {
			reject("a call of what is no func")
		}
		return boundFunc(x.val, x)
	case targetMethod:
		return s.method(s.objects.exported(d.uvarint()), d.text(), d.text())
	case targetIs, targetAs, targetValue:
		return s.asked(kind, s.objects.exported(d.uvarint()))
	case targetRecv, targetSend, targetClose:
		return s.channelTarget(kind, s.objects.exported(d.uvarint()))
	}
	reject("a call of no known kind")
	return nil
}

// named finds an exported function. The tests' side exports none, so that a name there is a violation; a servant
// without a function is the student's fault.
func (s *Side) named(name string) *bound {
	s.reg.mu.RLock()
	f, found := s.reg.funcs[name]
	s.reg.mu.RUnlock()
	if found {
		return boundFunc(f, nil)
	}
	if s.tests {
		reject("a call of a function that was never exported")
	}
	return nil
}

func (s *Side) variable(name string) *bound {
	s.reg.mu.RLock()
	v, found := s.reg.vars[name]
	s.reg.mu.RUnlock()
	if !found {
		reject("a variable that was never exported")
	}
	return &bound{out: []reflect.Type{v.Type()}, call: func([]reflect.Value) []reflect.Value { return []reflect.Value{v} }}
}

func (s *Side) method(x *object, face, name string) *bound {
	s.reg.mu.RLock()
	i := s.reg.byName[face]
	s.reg.mu.RUnlock()
	if i == nil || !x.allowed(i, s.objects) || !i.methods[name].IsValid() {
		reject("a method that this object was not given for")
	}
	b := boundFunc(i.methods[name], x)
	inner := b.call
	self := reflect.New(i.t).Elem()
	self.Set(x.val)
	b.in = b.in[1:]
	b.call = func(args []reflect.Value) []reflect.Value { return inner(append([]reflect.Value{self}, args...)) }
	return b
}

// asked is a question to an error or a context.
func (s *Side) asked(kind byte, x *object) *bound {
	if kind == targetIs {
		err, is := x.val.Interface().(interface{ Is(error) bool })
		if !is {
			reject("a question to what cannot answer")
		}
		return boundFunc(reflect.ValueOf(err.Is), x)
	}
	if kind == targetAs {
		err, is := x.val.Interface().(interface{ As(any) bool })
		if !is {
			reject("a question to what cannot answer")
		}
		return s.boundAs(err.As, x)
	}
	ctx, is := x.val.Interface().(context.Context)
	if !is {
		reject("a question to what cannot answer")
	}
	return boundFunc(reflect.ValueOf(ctx.Value), x)
}
