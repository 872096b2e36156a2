package seal

import "reflect"

func (d *Decoder) pointed(p *patch) {
	t := d.s.reg.plan(p.r.key.elem)
	p.stable = t.stable
	dst := p.temp.Elem()
	if t.shape == nil || !t.shape.rest || !t.shape.values || t.stub {
		d.value(t, dst)
		return
	}
	if d.s.tests {
		reject("a hidden part for a type that has none")
	}
	for _, f := range t.fields {
		d.value(f.plan, f.of(dst))
	}
	p.number = d.uvarint()
	if p.number != p.r.version || p.temp == p.r.val {
		d.rest(t, dst, p.number)
	}
}

func (d *Decoder) entries(p *patch) {
	t := p.r.key.elem
	key, elem := d.s.reg.plan(t.Key()), d.s.reg.plan(t.Elem())
	n := d.count(1)
	p.stable = key.stable && elem.stable
	p.sum = uint64(n)
	for range n {
		before := d.b
		d.charge(int(t.Key().Size()+t.Elem().Size()) + 16)
		k, v := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
		d.value(key, k)
		d.value(elem, v)
		if !k.Comparable() {
			reject("a key that cannot be one")
		}
		p.temp.SetMapIndex(k, v)
		p.sum += hashOf(before[:len(before)-len(d.b)])
	}
}

func (d *Decoder) elements(p *patch) {
	elem := d.s.reg.plan(p.r.key.elem)
	p.stable = elem.stable
	if elem.code == codeUint && elem.t.Kind() == reflect.Uint8 {
		n := d.count(1)
		if n > p.temp.Len() {
			reject("more bytes than the array has")
		}
		copy(bytesOf(p.temp), d.take(n))
		p.n = max(n, d.s.table.readable(p.r))
		return
	}
	if elem.t.Size() == 0 {
		reject("content of what has none")
	}
	p.n = d.count(1)
	if p.n > p.temp.Len() {
		reject("more elements than the array has")
	}
	if d.ints(elem, p.temp.UnsafePointer(), p.n) {
		return
	}
	for i := range p.n {
		d.value(elem, p.temp.Index(i))
	}
}

// apply brings the patches of a message into use. Where the tests run several goroutines, memory that another one
// of them has used stays as it is: nothing of the student's changes it behind that one's back. Arrays of numbers are
// not held back, since they are buffers that pass from one goroutine to the next, and half a number harms nobody.
func (s *Side) apply(m *message, goid uint64) {
	for _, p := range m.patches {
		if s.tests && !s.sequential && !s.numbers(p.r) && !s.table.belongs(p.r, goid) {
			continue
		}
		p.apply(s)
	}
	for _, r := range m.met {
		s.table.use(r, goid)
	}
}

// numbers reports whether a ref is an array of numbers or truth values.
func (s *Side) numbers(r *ref) bool {
	return r.key.kind == reflect.Slice && s.reg.plan(r.key.elem).code.number()
}

func (p patch) apply(s *Side) {
	switch p.r.key.kind {
	case reflect.Pointer:
		p.assign(s.reg.plan(p.r.key.elem))
	case reflect.Map:
		p.r.val.Clear()
		for entry := p.temp.MapRange(); entry.Next(); {
			p.r.val.SetMapIndex(entry.Key(), entry.Value())
		}
	default:
		s.table.extend(p.r, p.n, false)
		reflect.Copy(p.r.val.Slice(0, p.n), p.temp)
	}
	s.table.sync(p)
}

// assign leaves alone what the contract does not name, unless another hidden part was sent.
func (p patch) assign(t *plan) {
	dst, src := p.r.val.Elem(), p.temp.Elem()
	if t.code != codeStruct || t.stub || t.shape == nil {
		dst.Set(src)
		return
	}
	if t.shape.rest && t.shape.values && p.number != p.r.version {
		dst.Set(src)
		p.r.version, p.r.snapshot = p.number, reflect.Value{}
		return
	}
	for _, f := range t.fields {
		f.of(dst).Set(f.of(src))
	}
}
