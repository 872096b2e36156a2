package seal

import (
	"hash/maphash"
	"reflect"
)

// contents writes what has changed since it last crossed, beginning with the refs that were met first.
func (e *Encoder) contents() {
	for i := 0; i < len(e.queue.list); i++ {
		r := e.queue.list[i]
		known := patch{r: r}
		if known.printed = e.s.sequential; known.printed { // before it is read, lest a change in the meantime be missed
			known.print, known.printed = r.fingerprint(r.val, e.s.table.readable(r))
			if known.printed && e.s.table.unchanged(r, known.print) {
				continue
			}
		}
		start, weight := len(e.b), e.weight
		e.uvarint(r.id)
		sum, travels := e.content(r)
		e.s.table.sized(r, len(e.b)-start)
		e.looked += len(e.b) - start
		if !travels || e.s.table.same(r, sum) {
			e.b, e.weight = e.b[:start], weight
		} else if e.s.table.had(r) {
			e.weigh(r.footprint() + 64)
		}
		if known.sum = sum; travels {
			e.sums = append(e.sums, known)
		}
	}
	e.uvarint(0)
}

var hashSeed = maphash.MakeSeed()

func hashOf(b []byte) uint64 { return maphash.Bytes(hashSeed, b) }

// content writes the content of one ref and returns its hash; false: nothing of it travels.
func (e *Encoder) content(r *ref) (uint64, bool) {
	start := len(e.b)
	switch r.key.kind {
	case reflect.Pointer:
		if r.plan.empty {
			return 0, false
		}
		e.pointed(r.plan, r)
	case reflect.Map:
		return e.entries(r), true
	default:
		if r.key.elem.Size() == 0 {
			return 0, false
		}
		e.elements(r)
	}
	return hashOf(e.b[start:]), true
}

// pointed writes what a pointer points to.
func (e *Encoder) pointed(p *plan, r *ref) {
	v := r.val.Elem()
	if p.shape == nil || !p.shape.rest || !p.shape.values || p.stub {
		e.value(p, v)
		return
	}
	for _, f := range p.fields {
		e.value(f.plan, f.of(v))
	}
	e.uvarint(e.s.values.version(p, r, e.s.table.mine(r.id) && !e.s.table.had(r) || e.s.quiet()))
}

// entries writes a map. Its hash does not depend on the order.
func (e *Encoder) entries(r *ref) uint64 {
	key, elem := e.s.reg.plan(r.key.elem.Key()), e.s.reg.plan(r.key.elem.Elem())
	e.uvarint(uint64(r.val.Len()))
	sum := uint64(r.val.Len())
	each := int(r.key.elem.Key().Size()+r.key.elem.Elem().Size()) + 16
	for entry := r.val.MapRange(); entry.Next(); {
		e.weigh(each)
		start := len(e.b)
		e.value(key, entry.Key())
		e.value(elem, entry.Value())
		sum += hashOf(e.b[start:])
	}
	return sum
}

// elements writes the readable part of an array. Bytes come without the zeros at their end: most are buffers to be filled.
func (e *Encoder) elements(r *ref) {
	n := e.s.table.readable(r)
	p := e.s.reg.plan(r.key.elem)
	if p.code == codeUint && p.t.Kind() == reflect.Uint8 {
		data := bytesOf(r.val)
		for n > 0 && data[n-1] == 0 {
			n--
		}
		e.uvarint(uint64(n))
		e.b = append(e.b, data[:n]...)
		return
	}
	e.uvarint(uint64(n))
	if e.ints(p, r.val.UnsafePointer(), n) {
		return
	}
	for i := range n {
		e.value(p, r.val.Index(i))
	}
}
