package seal

import (
	"reflect"
	"sync"
	"unsafe"
)

// object is what stays on its own side and is used from the other: a func, a channel, a context, an error, or a value
// behind an interface.
type object struct {
	id    uint64
	val   reflect.Value
	owner uint64 // the goroutine that gave it away first
	// givers are all that did.
	givers map[uint64]bool
	// faces are the interfaces that it was given as: only their methods can be called.
	faces map[*iface]bool
	// over: the other side knows that this context is over.
	over bool
}

// objects are the exports of this side and the imports from the other one.
type objects struct {
	mu      sync.Mutex
	exports map[uint64]*object
	known   map[any]*object
	next    uint64
	imports map[importKey]reflect.Value
	// home finds the number of an import when it is to be written.
	home map[any]uint64
	// live contexts whose end has not been told yet.
	live map[*object]bool
}

type importKey struct {
	id uint64
	t  reflect.Type
}

const (
	maxObjects = 250_000
	maxGivers  = 1000
)

func newObjects() *objects {
	return &objects{exports: map[uint64]*object{}, known: map[any]*object{}, next: 1,
		imports: map[importKey]reflect.Value{}, home: map[any]uint64{}, live: map[*object]bool{}}
}

// export finds or gives the number of an object with this identity; a nil identity is always a new one.
func (o *objects) export(identity any, v reflect.Value, owner uint64) *object {
	o.mu.Lock()
	defer o.mu.Unlock()
	if identity != nil {
		if old := o.known[identity]; old != nil {
			if len(old.givers) < maxGivers {
				old.givers[owner] = true
			}
			return old
		}
	}
	x := &object{id: o.next, val: kept(v), owner: owner, givers: map[uint64]bool{owner: true}, faces: map[*iface]bool{}}
	o.next++
	o.exports[x.id] = x
	if identity != nil {
		o.known[identity] = x
	}
	return x
}

// exported is an object that the other side names.
func (o *objects) exported(id uint64) *object {
	o.mu.Lock()
	defer o.mu.Unlock()
	x := o.exports[id]
	if x == nil {
		reject("an object that was never given")
	}
	return x
}

// imported finds or makes what stands for an object of the other side.
func (o *objects) imported(id uint64, t reflect.Type, make func() reflect.Value) reflect.Value {
	o.mu.Lock()
	defer o.mu.Unlock()
	key := importKey{id, t}
	if v, known := o.imports[key]; known {
		return v
	}
	if len(o.imports) >= maxObjects {
		reject("too many objects")
	}
	v := make()
	o.imports[key] = v
	o.home[identify(v)] = id
	return v
}

// replace makes v the one that stands for an object from now on.
func (o *objects) replace(id uint64, t reflect.Type, v reflect.Value) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.imports[importKey{id, t}] = v
	o.home[identify(v)] = id
}

// homeOf is the number of an import that is about to go back; 0: it is none.
func (o *objects) homeOf(identity any) uint64 {
	if identity == nil {
		return 0
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.home[identity]
}

// gave reports whether a goroutine has given the object away.
func (x *object) gave(goid uint64, o *objects) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return x.givers[goid]
}

func (x *object) allow(i *iface, o *objects) {
	o.mu.Lock()
	defer o.mu.Unlock()
	x.faces[i] = true
}

func (x *object) allowed(i *iface, o *objects) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return x.faces[i]
}

// closure is the identity of a func value: every closure, and every func that reflect makes, is memory of its own.
type closure struct{ at unsafe.Pointer }

// identify returns what == compares, or nil for what has no identity. A func is found by its closure.
func identify(v reflect.Value) any {
	switch {
	case v.Kind() == reflect.Func:
		c := reflect.New(v.Type())
		c.Elem().Set(v)
		return closure{*(*unsafe.Pointer)(c.UnsafePointer())}
	case v.Kind() == reflect.Chan:
		return closure{v.UnsafePointer()}
	case v.Comparable():
		return v.Interface()
	}
	return nil
}

// mention writes the number of an object and which side it lives on: absolute, so that both sides write the same.
func (e *Encoder) mention(id uint64, mine bool) {
	e.uvarint(id<<1 | lives(mine == e.s.tests))
}

// lives is 1 for objects of the tests' side.
func lives(tests bool) uint64 {
	if tests {
		return 1
	}
	return 0
}

// function writes a func; 0 is nil.
func (e *Encoder) function(v reflect.Value) {
	if v.IsNil() {
		e.uvarint(0)
		return
	}
	identity := identify(v)
	if id := e.s.objects.homeOf(identity); id != 0 {
		e.mention(id, false)
		return
	}
	e.mention(e.s.objects.export(identity, v, e.goid).id, true)
}
