package seal

import "reflect"

// How the value in an interface is written.
const (
	tagNil    = 0
	tagTyped  = 1 // name of its type, value: both sides have the type
	tagObject = 2 // it stays where it is; the other side gets a proxy of the interface
	tagError  = 3 // an error: proxy with text and chain
	tagToken  = 4 // it stays where it is and cannot be used, only handed back and compared
)

// iface is an interface type whose values cross.
type iface struct {
	name string
	t    reflect.Type
	// proxy makes what stands for an object of the other side.
	proxy func(Remote) any
	// methods are method expressions: func(I, arguments) results.
	methods map[string]reflect.Value
}

// Remote is embedded in the generated proxies.
type Remote struct{ id uint64 }

func (r Remote) remote() Remote { return r }

// proxied is every generated proxy, and a Token.
type proxied interface{ remote() Remote }

// Token stands for a value of a type that only the other side has. It can be kept, compared and handed back.
type Token struct {
	Remote
	text string
}

// String says of what type the value is.
func (t *Token) String() string { return t.text }

// dynamic writes the value of an interface.
func (e *Encoder) dynamic(p *plan, v reflect.Value) {
	if v.IsNil() {
		e.b = append(e.b, tagNil)
		return
	}
	if e.depth++; e.depth > maxDepth {
		refuse(p.t)
	}
	defer func() { e.depth-- }()
	e.weigh(16)
	v = v.Elem()
	err, isError := v.Interface().(error)
	proxy, isProxy := v.Interface().(proxied)
	switch {
	case isProxy:
		e.back(proxy.remote())
	case isHook(e.s.reg, v.Type()) || e.s.reg.known(v.Type()):
		e.weigh(int(v.Type().Size()))
		e.b = append(e.b, tagTyped)
		e.text(e.s.reg.typeName(v.Type()))
		e.value(e.s.reg.plan(v.Type()), v)
	case isError && p.iface == nil:
		e.error(err, v)
	default:
		e.stays(p, v)
	}
}

func isHook(r *registry, t reflect.Type) bool { return r.plan(t).hook != nil && r.known(t) }

// back writes a proxy that goes home. One that is a token may be a value of any type.
func (e *Encoder) back(r Remote) {
	e.b = append(e.b, tagObject)
	e.mention(r.id, false)
}

// stays exports a value that cannot be copied. An interface without registered methods makes it a token.
func (e *Encoder) stays(p *plan, v reflect.Value) {
	identity := any(nil)
	if v.Kind() != reflect.Func && v.Comparable() {
		identity = v.Interface()
	}
	e.weigh(64)
	x := e.s.objects.export(identity, v, e.goid)
	if p.iface != nil {
		x.allow(p.iface, e.s.objects)
		e.b = append(e.b, tagObject)
		e.mention(x.id, true)
		return
	}
	e.b = append(e.b, tagToken)
	e.mention(x.id, true)
	e.text(v.Type().String())
}

// dynamic reads into dst, a settable interface.
func (d *Decoder) dynamic(p *plan, dst reflect.Value) {
	if d.depth++; d.depth > maxDepth {
		reject("interfaces inside interfaces without end")
	}
	defer func() { d.depth-- }()
	d.charge(16)
	var v reflect.Value
	switch d.byte() {
	case tagNil:
		dst.SetZero()
		return
	case tagTyped:
		v = d.dynamicTyped()
	case tagObject:
		v = d.object(p)
	case tagError:
		v = d.error()
	case tagToken:
		v = d.token()
	default:
		reject("an interface with an unknown mark")
	}
	if !v.IsValid() || !v.Type().AssignableTo(p.t) {
		reject("a value of a type that does not belong there")
	}
	dst.Set(v)
}

func (d *Decoder) dynamicTyped() reflect.Value {
	t := d.s.reg.named(d.text())
	d.charge(int(t.Size()))
	v := reflect.New(t).Elem()
	d.value(d.s.reg.plan(t), v)
	return v
}

// object reads the number of an object: one of ours that comes home, or one that a proxy has to stand for.
func (d *Decoder) object(p *plan) reflect.Value {
	id, ours := d.mention()
	if ours {
		return d.s.objects.exported(id).val
	}
	if p.iface == nil {
		reject("an object where none belongs")
	}
	return d.s.objects.imported(id, p.t, func() reflect.Value {
		d.charge(64)
		return reflect.ValueOf(p.iface.proxy(Remote{id}))
	})
}

func (d *Decoder) token() reflect.Value {
	id, ours := d.mention()
	text := d.text()
	if ours {
		reject("a token of ours that somebody else wrote")
	}
	return d.s.objects.imported(id, anyType, func() reflect.Value {
		d.charge(64)
		return reflect.ValueOf(&Token{Remote{id}, text})
	})
}
