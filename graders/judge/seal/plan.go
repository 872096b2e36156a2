package seal

import (
	"context"
	"reflect"
	"unsafe"
)

// code says how values of a type are written.
type code uint8

const (
	codeUnsupported code = iota
	codeBool
	codeInt
	codeUint
	codeFloat
	codeComplex
	codeString
	codeArray
	codeStruct
	codePointer
	codeMap
	codeSlice
	codeInterface
	codeContext
	codeFunc
	codeChan
	codeHook
	codeEnum
	codeValue // the number that stands for what a stub cannot see
)

// number reports whether a value has no pointers and no parts.
func (c code) number() bool { return c >= codeBool && c <= codeComplex }

// plan is what has to be known about a type, found out once.
type plan struct {
	t      reflect.Type
	code   code
	elem   *plan // of arrays
	fields []fieldPlan
	shape  *shape
	hook   *Hook
	iface  *iface
	// stub: the struct has the number of its hidden part in a field of its own.
	stub bool
	// extra: the student's type has fields that the contract does not have.
	extra bool
	// stable: both sides write the same bytes for the same content.
	stable bool
	// empty: nothing travels, what a pointer points to stays where it is.
	empty bool
	plain plainness
}

type fieldPlan struct {
	index    int
	exported bool
	plan     *plan
}

var (
	valueType   = reflect.TypeFor[Value]()
	contextType = reflect.TypeFor[context.Context]()
	errorType   = reflect.TypeFor[error]()
	anyType     = reflect.TypeFor[any]()
)

func (r *registry) plan(t reflect.Type) *plan {
	if p, known := r.plans.Load(t); known {
		return p.(*plan)
	}
	p := &plan{t: t, stable: true}
	r.mu.RLock()
	p.shape, p.hook, p.iface = r.shapes[t], r.hooks[t], r.ifaces[t]
	r.mu.RUnlock()
	r.fill(p)
	p.plain = r.plainness(p)
	actual, _ := r.plans.LoadOrStore(t, p)
	return actual.(*plan)
}

func (r *registry) fill(p *plan) {
	switch t := p.t; {
	case p.hook != nil:
		p.code, p.stable = codeHook, p.hook.Stable
	case t == valueType:
		p.code = codeValue
	case t == contextType:
		p.code, p.stable = codeContext, false
	case p.shape != nil && p.shape.enum != nil:
		p.code = codeEnum
	case p.shape != nil && (p.shape.rest || t.Kind() == reflect.Struct):
		r.fillShape(p)
	default:
		r.fillKind(p)
	}
}

func (r *registry) fillKind(p *plan) {
	switch p.t.Kind() {
	case reflect.Bool:
		p.code = codeBool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.code = codeInt
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		p.code = codeUint
	case reflect.Float32, reflect.Float64:
		p.code = codeFloat
	case reflect.Complex64, reflect.Complex128:
		p.code = codeComplex
	case reflect.String:
		p.code = codeString
	case reflect.Array:
		p.code, p.elem = codeArray, r.plan(p.t.Elem())
		p.stable, p.empty = p.elem.stable, p.elem.empty || p.t.Len() == 0
	case reflect.Struct:
		r.fillStruct(p)
	case reflect.Pointer:
		p.code = codePointer
	case reflect.Map:
		p.code = codeMap
	case reflect.Slice:
		p.code = codeSlice
	case reflect.Interface:
		p.code, p.stable = codeInterface, false
	case reflect.Func:
		p.code = codeFunc
	case reflect.Chan:
		if p.t.ChanDir() != reflect.BothDir {
			p.code = codeChan
		}
	}
}

// fillStruct takes all fields: types that both sides have from the same source.
func (r *registry) fillStruct(p *plan) {
	p.code = codeStruct
	for i := range p.t.NumField() {
		r.addField(p, i)
	}
	p.empty = p.t.Size() == 0
}

// fillShape takes the fields of the contract. Where the assignment's type has more than those, a stub has the field
// for it, and the servant has whatever the student chose.
func (r *registry) fillShape(p *plan) {
	p.code = codeStruct
	if p.t.Kind() == reflect.Struct {
		for _, name := range p.shape.fields {
			field, found := p.t.FieldByName(name)
			if !found || len(field.Index) != 1 {
				p.code = codeUnsupported
				return
			}
			r.addField(p, field.Index[0])
		}
		_, p.stub = p.t.FieldByName(hidden)
		p.extra = !p.shape.rest && p.t.NumField() > len(p.fields)
	}
	p.empty = len(p.fields) == 0 && !p.shape.values
}

func (r *registry) addField(p *plan, index int) {
	field := p.t.Field(index)
	inner := r.plan(field.Type)
	p.fields = append(p.fields, fieldPlan{index, field.IsExported(), inner})
	p.stable = p.stable && inner.stable
}

// field is a field that can be read and, where the struct is addressable, set: also an unexported one.
func (f fieldPlan) of(v reflect.Value) reflect.Value {
	field := v.Field(f.index)
	if f.exported || !v.CanAddr() {
		return field
	}
	return reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem()
}

// addressable is v or a copy of it that is.
func addressable(v reflect.Value) reflect.Value {
	if v.CanAddr() {
		return v
	}
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	return c
}
