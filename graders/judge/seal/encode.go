package seal

import (
	"encoding/binary"
	"math"
	"reflect"
)

// Encoder writes one message: first the numbers of new refs, then the values, then the contents of all refs that were
// met and whose content has changed, breadth first, so that depth of data costs no stack.
type Encoder struct {
	s    *Side
	goid uint64
	// callback is the call of the tests that this call of the student's code serves; 0: the message is none.
	callback uint64
	head     []byte // numbers of new refs; for arrays their length
	b        []byte
	staged   []*ref
	index    map[refKey]*ref
	queue    refSet
	// contexts that the message names.
	contexts []*object
	// sums are what is to be remembered of contents when the message is written.
	sums []patch
	// looked is how many bytes of contents were written, also those that were taken back.
	looked int
	depth  int
	// links is how deep in the chain of an error it is, told how many bytes of errors' texts it has written.
	links, told int
	// weight is the memory, in bytes, that the message costs who reads it.
	weight int
}

const maxDepth = 1000

func (s *Side) newEncoder(goid uint64) *Encoder {
	return &Encoder{s: s, goid: goid}
}

// refuse ends the encoding of something that cannot travel; it is recovered in transmit.
func refuse(t reflect.Type) { panic(cannot{t.String()}) }

type cannot struct{ what string }

func (e *Encoder) uvarint(n uint64) { e.b = binary.AppendUvarint(e.b, n) }

func (e *Encoder) text(s string) {
	e.weigh(len(s))
	e.uvarint(uint64(len(s)))
	e.b = append(e.b, s...)
}

func (e *Encoder) bool(v bool) {
	if v {
		e.b = append(e.b, 1)
	} else {
		e.b = append(e.b, 0)
	}
}

// typed writes a value as one of type t, to which it must be assignable.
func (e *Encoder) typed(t reflect.Type, v reflect.Value) {
	if t.Kind() == reflect.Interface && v.Kind() != reflect.Interface {
		i := reflect.New(t).Elem()
		if v.IsValid() {
			i.Set(v)
		}
		v = i
	}
	e.value(e.s.reg.plan(t), v)
}

func (e *Encoder) value(p *plan, v reflect.Value) {
	switch p.code {
	case codeBool:
		e.bool(v.Bool())
	case codeInt:
		e.b = binary.AppendVarint(e.b, v.Int())
	case codeUint:
		e.uvarint(v.Uint())
	case codeFloat:
		e.float(p.t, v)
	case codeComplex:
		c := v.Complex()
		e.b = binary.LittleEndian.AppendUint64(e.b, math.Float64bits(real(c)))
		e.b = binary.LittleEndian.AppendUint64(e.b, math.Float64bits(imag(c)))
	case codeString:
		e.text(v.String())
	case codeArray:
		for i := range v.Len() {
			e.value(p.elem, v.Index(i))
		}
	case codeStruct:
		e.structure(p, v)
	case codeValue:
		e.uvarint(v.Field(0).Uint())
	case codeEnum:
		e.enum(p, v)
	case codeHook:
		p.hook.Encode(e, v)
	default:
		e.reference(p, v)
	}
}

// reference writes what is no plain value.
func (e *Encoder) reference(p *plan, v reflect.Value) {
	switch p.code {
	case codePointer, codeMap:
		e.shared(p, v)
	case codeSlice:
		e.slice(v)
	case codeInterface:
		e.dynamic(p, v)
	case codeContext:
		e.context(v)
	case codeFunc:
		e.function(v)
	case codeChan:
		e.channel(v)
	default:
		refuse(p.t)
	}
}

// float keeps the bits, also those of a NaN.
func (e *Encoder) float(t reflect.Type, v reflect.Value) {
	if t.Kind() == reflect.Float32 {
		e.b = binary.LittleEndian.AppendUint32(e.b, float32bits(v))
		return
	}
	e.b = binary.LittleEndian.AppendUint64(e.b, math.Float64bits(v.Float()))
}

func (e *Encoder) structure(p *plan, v reflect.Value) {
	start := len(e.b)
	for _, f := range p.fields {
		if !f.exported {
			v = addressable(v)
		}
		e.value(f.plan, f.of(v))
	}
	if p.extra {
		e.s.values.keep(p, hashOf(e.b[start:]), v)
	}
	if p.shape == nil || !p.shape.rest || !p.shape.values {
		return
	}
	if p.stub {
		e.uvarint(v.FieldByName(hidden).Field(0).Uint())
		return
	}
	e.uvarint(e.s.values.number(p, v))
}

// enum writes which of the constants it is, or the value itself where it is none.
func (e *Encoder) enum(p *plan, v reflect.Value) {
	for i, constant := range p.shape.enum {
		if v.Equal(constant) {
			e.uvarint(uint64(i + 1))
			return
		}
	}
	e.uvarint(0)
	switch {
	case v.CanInt():
		e.b = binary.AppendVarint(e.b, v.Int())
	case v.CanUint():
		e.uvarint(v.Uint())
	default:
		e.text(v.String())
	}
}
