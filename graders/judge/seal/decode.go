package seal

import (
	"encoding/binary"
	"math"
	"reflect"
)

// Decoder reads one message. Whatever is wrong with it ends in a panic of type broken, which receive recovers. It
// changes nothing that is already in use: what belongs into known memory is kept as a patch.
type Decoder struct {
	s      *Side
	b      []byte
	budget int
	depth  int
	// fresh are the refs that this message introduces: the length of arrays, else -1; made those that it has used.
	fresh map[uint64]int
	made  map[uint64]*ref
	order []*ref
	// met are all refs that the message names.
	met     refSet
	patches []patch
}

// decodeBudget is the memory, in bytes, that one message may make the tests' side allocate.
const decodeBudget = 96 << 20

func (s *Side) newDecoder(b []byte) *Decoder {
	d := &Decoder{s: s, b: b, budget: decodeBudget}
	if !s.tests {
		d.budget = math.MaxInt
	}
	return d
}

// typed reads a fresh value of a type.
func (d *Decoder) typed(t reflect.Type) reflect.Value {
	d.charge(int(t.Size()))
	v := reflect.New(t).Elem()
	d.value(d.s.reg.plan(t), v)
	return v
}

func (d *Decoder) value(p *plan, dst reflect.Value) {
	switch p.code {
	case codeBool:
		dst.SetBool(d.bool())
	case codeInt:
		v := d.varint()
		if dst.OverflowInt(v) {
			reject("a number that does not fit")
		}
		dst.SetInt(v)
	case codeUint:
		v := d.uvarint()
		if dst.OverflowUint(v) {
			reject("a number that does not fit")
		}
		dst.SetUint(v)
	case codeFloat:
		d.float(dst)
	case codeComplex:
		re := math.Float64frombits(binary.LittleEndian.Uint64(d.take(8)))
		dst.SetComplex(complex(re, math.Float64frombits(binary.LittleEndian.Uint64(d.take(8)))))
	case codeString:
		dst.SetString(d.text())
	case codeArray:
		for i := range dst.Len() {
			d.value(p.elem, dst.Index(i))
		}
	case codeStruct:
		d.structure(p, dst)
	case codeEnum:
		d.enum(p, dst)
	case codeHook:
		p.hook.Decode(d, dst)
	default:
		d.reference(p, dst)
	}
}

func (d *Decoder) reference(p *plan, dst reflect.Value) {
	switch p.code {
	case codePointer, codeMap:
		d.shared(p, dst)
	case codeSlice:
		d.slice(dst)
	case codeInterface:
		d.dynamic(p, dst)
	case codeContext:
		d.context(dst)
	case codeFunc:
		d.function(dst)
	case codeChan:
		d.channel(dst)
	default:
		reject("a value that cannot be passed")
	}
}

func (d *Decoder) float(dst reflect.Value) {
	if dst.Kind() == reflect.Float32 {
		setFloat32(dst, binary.LittleEndian.Uint32(d.take(4)))
		return
	}
	dst.SetFloat(math.Float64frombits(binary.LittleEndian.Uint64(d.take(8))))
}

// structure reads the fields; the servant begins with the rest that a number stands for.
func (d *Decoder) structure(p *plan, dst reflect.Value) {
	before := d.b
	for _, f := range p.fields {
		d.value(f.plan, f.of(dst))
	}
	if p.extra {
		d.s.values.restore(p, hashOf(before[:len(before)-len(d.b)]), dst)
	}
	if p.shape == nil || !p.shape.rest || !p.shape.values {
		return
	}
	id := d.uvarint()
	if p.stub {
		setHidden(dst, id)
		return
	}
	if d.s.tests {
		reject("a hidden part for a type that has none")
	}
	d.rest(p, dst, id)
}

// rest puts the hidden part behind the fields that are set already.
func (d *Decoder) rest(p *plan, dst reflect.Value, id uint64) {
	whole := d.s.values.get(p.t, id)
	for _, f := range p.fields {
		f.of(whole).Set(f.of(dst))
	}
	dst.Set(whole)
}

func setHidden(dst reflect.Value, id uint64) {
	field, _ := dst.Type().FieldByName(hidden)
	f := fieldPlan{index: field.Index[0]}.of(dst)
	*(*Value)(f.Addr().UnsafePointer()) = Value{id}
}

func (d *Decoder) enum(p *plan, dst reflect.Value) {
	if i := d.uvarint(); i > 0 {
		if i > uint64(len(p.shape.enum)) {
			reject("an unknown constant")
		}
		dst.Set(p.shape.enum[i-1])
		return
	}
	switch {
	case dst.CanInt():
		dst.SetInt(d.varint())
	case dst.CanUint():
		dst.SetUint(d.uvarint())
	default:
		dst.SetString(d.text())
	}
}
