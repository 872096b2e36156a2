package seal

import (
	"reflect"
	"unsafe"
)

// patch is the new content of memory that is in use. Whoever receives the message applies it, on its own goroutine.
type patch struct {
	r    *ref
	temp reflect.Value // pointer to the new content, a map, or a slice
	n    int           // how many elements of an array have come
	// number of the hidden part, for the servant's struct types that have one.
	number uint64
	sum    uint64
	stable bool
	// print of this side's memory, if it is plain.
	print   uint64
	printed bool
}

func setFloat32(dst reflect.Value, bits uint32) {
	*(*uint32)(unsafe.Pointer(dst.UnsafeAddr())) = bits
}

// heads reads the numbers of the refs that the message introduces.
func (d *Decoder) heads() {
	head := &Decoder{b: d.take(d.count(1))}
	for len(head.b) > 0 {
		id, length := head.uvarint(), head.uvarint()
		if length > 1<<40 || d.s.table.mine(id) || d.s.table.find(id) != nil {
			reject("a new number that is not new")
		}
		if _, twice := d.fresh[id]; twice || len(d.fresh) >= maxRefs {
			reject("a number given twice")
		}
		d.charge(48)
		if d.fresh == nil {
			d.fresh = map[uint64]int{}
		}
		d.fresh[id] = int(length) - 1
	}
}

// known finds a ref that the message names; it must have the key's kind and type. nil: it is new here.
func (d *Decoder) known(id uint64, kind reflect.Kind, elem reflect.Type) *ref {
	r := d.made[id]
	if r == nil {
		if _, fresh := d.fresh[id]; fresh {
			return nil
		}
		if r = d.s.table.find(id); r == nil {
			reject("a number that was never given")
		}
	}
	if r.key.kind != kind || r.key.elem != elem {
		reject("a number of something of another type")
	}
	d.met.add(r)
	return r
}

// introduce makes the memory of a new ref.
func (d *Decoder) introduce(id uint64, kind reflect.Kind, elem reflect.Type) *ref {
	length := d.fresh[id]
	if (kind == reflect.Slice) != (length >= 0) {
		reject("an array without a length")
	}
	r := &ref{id: id, plan: d.s.reg.plan(elem)}
	switch kind {
	case reflect.Pointer:
		d.charge(int(elem.Size()) + 160)
		r.val = reflect.New(elem)
		r.key = pointerKey(r.val)
	case reflect.Map:
		d.charge(208)
		r.val = reflect.MakeMap(elem)
		r.key = mapKey(r.val)
	default:
		size := int(elem.Size())
		if length == 0 || (size > 0 && length > d.budget/size) {
			reject("more data than fits into memory")
		}
		d.charge(160 + length*size)
		r.val = reflect.MakeSlice(reflect.SliceOf(elem), length, length)
		r.key = sliceKey(r.val)
	}
	if d.made == nil {
		d.made = map[uint64]*ref{}
	}
	d.made[id] = r
	d.met.add(r)
	d.order = append(d.order, r)
	return r
}

func (d *Decoder) ref(id uint64, kind reflect.Kind, elem reflect.Type) *ref {
	if r := d.known(id, kind, elem); r != nil {
		return r
	}
	return d.introduce(id, kind, elem)
}

func (d *Decoder) shared(p *plan, dst reflect.Value) {
	id := d.uvarint()
	switch {
	case id == 0:
		dst.SetZero()
	case p.code == codeMap:
		dst.Set(d.ref(id, reflect.Map, p.t).val)
	default:
		dst.Set(d.ref(id, reflect.Pointer, p.t.Elem()).val.Convert(p.t))
	}
}

func (d *Decoder) slice(dst reflect.Value) {
	id := d.uvarint()
	if id == 0 {
		dst.SetZero()
		return
	}
	if id == 1 {
		dst.Set(reflect.MakeSlice(dst.Type(), 0, 0))
		return
	}
	r := d.ref(id, reflect.Slice, dst.Type().Elem())
	offset, length := d.uvarint(), d.uvarint()
	if size := uint64(r.val.Len()); offset > size || length > size-offset {
		reject("a slice that reaches outside its array")
	}
	d.s.table.extend(r, int(offset+length), false)
	dst.Set(r.val.Slice(int(offset), int(offset+length)).Convert(dst.Type()))
}

// contents reads what is new in refs: straight into new ones, as a patch for others.
func (d *Decoder) contents() {
	var filled refSet
	for {
		id := d.uvarint()
		if id == 0 {
			break
		}
		r := d.made[id]
		fresh := r != nil
		if r == nil {
			r = d.s.table.find(id)
		}
		if r == nil || !filled.add(r) {
			reject("content for a number that was never given")
		}
		d.met.add(r)
		if fresh {
			d.fill(r)
		} else {
			d.charge(64)
			d.patch(r)
		}
	}
	if len(d.made) != len(d.fresh) || len(d.b) > 0 {
		reject("a message with something behind its end")
	}
}

// fill reads the content of a ref that nobody has seen yet.
func (d *Decoder) fill(r *ref) {
	p := patch{r: r, temp: r.val}
	d.read(&p)
	r.hash, r.synced, r.version, r.upTo = p.sum, p.stable, p.number, max(r.upTo, p.n)
	if d.s.sequential {
		r.print, r.printed = r.fingerprint(r.val, r.upTo)
	}
}

func (d *Decoder) patch(r *ref) {
	p := patch{r: r}
	switch r.key.kind {
	case reflect.Pointer:
		d.charge(int(r.key.elem.Size()))
		p.temp = reflect.New(r.key.elem)
	case reflect.Map:
		p.temp = reflect.MakeMap(r.key.elem)
	default:
		d.charge(r.val.Len() * int(r.key.elem.Size()))
		p.temp = reflect.MakeSlice(r.val.Type(), r.val.Len(), r.val.Len())
	}
	d.read(&p)
	if d.s.sequential {
		p.print, p.printed = r.fingerprint(p.temp, p.n)
	}
	d.patches = append(d.patches, p)
}

// read reads content into temp.
func (d *Decoder) read(p *patch) {
	before := d.b
	switch p.r.key.kind {
	case reflect.Pointer:
		d.pointed(p)
	case reflect.Map:
		d.entries(p)
		return
	default:
		d.elements(p)
	}
	p.sum = hashOf(before[:len(before)-len(d.b)])
}
