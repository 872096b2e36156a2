package seal

import (
	"encoding/binary"
	"math"
	"reflect"
	"unsafe"
)

func float32bits(v reflect.Value) uint32 {
	// v.Float() would quiet a signalling NaN.
	if v.CanAddr() {
		return *(*uint32)(unsafe.Pointer(v.UnsafeAddr()))
	}
	c := reflect.New(v.Type())
	c.Elem().Set(v)
	return *(*uint32)(c.UnsafePointer())
}

func float32from(bits uint32) float32 { return math.Float32frombits(bits) }

// bytesOf is the memory of a slice of bytes, whatever its type is called.
func bytesOf(v reflect.Value) []byte {
	return unsafe.Slice((*byte)(v.UnsafePointer()), v.Len())
}

// shared writes a pointer or a map as the number of its ref; 0 is nil.
func (e *Encoder) shared(p *plan, v reflect.Value) {
	if v.IsNil() {
		e.uvarint(0)
		return
	}
	key := mapKey
	if p.code == codePointer {
		key = pointerKey
	}
	r := e.ref(key(v), v, nil)
	e.uvarint(r.id)
}

const (
	// maxSpare bounds the spare room of an empty slice that the other side gets, in elements.
	maxSpare = 4096
	// maxSpareBytes bounds that of any slice: who makes much more room than he needs must not pay for all of it.
	maxSpareBytes = 1 << 20
)

// slice writes nil as 0, an empty one without an array as 1, others as the number of the array, offset and length.
func (e *Encoder) slice(v reflect.Value) {
	if v.IsNil() {
		e.uvarint(0)
		return
	}
	if v.Cap() == 0 {
		e.uvarint(1)
		return
	}
	region := v
	spare := (v.Cap() - v.Len()) * int(v.Type().Elem().Size())
	if e.s.sequential && spare <= maxSpareBytes || v.Len() == 0 && v.Cap() <= maxSpare {
		region = v.Slice(0, v.Cap())
	} else if v.Len() == 0 {
		e.uvarint(1)
		return
	}
	r := e.ref(sliceKey(v), region, func(old *ref) bool {
		_, inside := within(old.val, v)
		return inside && !e.passedOn(old)
	})
	offset, _ := within(r.val, v)
	e.s.table.extend(r, offset+v.Len(), e.s.sequential)
	e.uvarint(r.id)
	e.uvarint(uint64(offset))
	e.uvarint(uint64(v.Len()))
}

// passedOn reports whether a callback gets an array that came to the tests in another call: a buffer that is used again,
// maybe for another goroutine of theirs. For the tests it is then another one, because they keep what the first
// goroutine has.
func (e *Encoder) passedOn(r *ref) bool {
	return e.callback != 0 && !e.s.sequential && e.s.table.mine(r.id) && r.callback != e.callback && !e.s.numbers(r)
}

// ref finds or stages the ref of some memory and queues its content. fits, for arrays, decides about one that is
// known under the same key.
func (e *Encoder) ref(key refKey, v reflect.Value, fits func(*ref) bool) *ref {
	r := e.index[key]
	if r == nil {
		r = e.s.table.lookup(key)
	}
	if r == nil || (fits != nil && !fits(r)) {
		r = &ref{id: e.s.table.take(), key: key, plan: e.s.reg.plan(key.elem), val: kept(v), callback: e.callback}
		if e.index == nil {
			e.index = map[refKey]*ref{}
		}
		e.index[key] = r
		e.staged = append(e.staged, r)
		e.head = binary.AppendUvarint(e.head, r.id)
		e.weigh(r.footprint() + 208)
		length := uint64(0)
		if key.kind == reflect.Slice {
			length = uint64(v.Len()) + 1
		}
		e.head = binary.AppendUvarint(e.head, length)
	}
	e.visit(r)
	return r
}

// kept is v apart from the variable that it was read from.
func kept(v reflect.Value) reflect.Value {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	return c
}

// visit queues the content of a ref once.
func (e *Encoder) visit(r *ref) {
	if e.queue.add(r) {
		e.s.table.use(r, e.goid)
	}
}
