package seal

import (
	"reflect"
	"sync"
	"unsafe"
)

// values are the servant's numbers for what a stub cannot see: whole values of opaque types, or the rest of a struct
// beside the fields of the contract. Equal values (==) have equal numbers, so that == and map keys work in the tests;
// what cannot be compared gets a fresh number each time. The zero value is 0.
type values struct {
	mu      sync.Mutex
	byID    map[uint64]reflect.Value
	byValue map[any]uint64
	next    uint64
	// extras are what students' fields beside those of the contract held, by type and by the content of the others.
	extras map[extraKey]reflect.Value
}

type extraKey struct {
	t   reflect.Type
	sum uint64
}

// keep remembers the extra fields of a value that goes to the tests, where there is no room for them.
func (s *values) keep(p *plan, sum uint64, v reflect.Value) {
	if extra := p.rest(v); !extra.IsZero() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.extras[extraKey{p.t, sum}] = extra
	}
}

// restore gives a value that comes back the extra fields that one with the same content had.
func (s *values) restore(p *plan, sum uint64, dst reflect.Value) {
	s.mu.Lock()
	defer s.mu.Unlock()
	extra, kept := s.extras[extraKey{p.t, sum}]
	if !kept {
		return
	}
	whole := reflect.New(p.t).Elem()
	whole.Set(extra)
	for _, f := range p.fields {
		f.of(whole).Set(f.of(dst))
	}
	dst.Set(whole)
}

func newValues() *values {
	return &values{byID: map[uint64]reflect.Value{}, byValue: map[any]uint64{}, next: 1, extras: map[extraKey]reflect.Value{}}
}

// rest is a copy of v without the fields of the contract.
func (p *plan) rest(v reflect.Value) reflect.Value {
	c := reflect.New(p.t).Elem()
	c.Set(v)
	for _, f := range p.fields {
		f.of(c).SetZero()
	}
	return c
}

// number finds or gives the number of the rest of v.
func (s *values) number(p *plan, v reflect.Value) uint64 { return s.intern(p.rest(v)) }

func (s *values) intern(v reflect.Value) uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.give(v)
}

// give is intern with s.mu held.
func (s *values) give(v reflect.Value) uint64 {
	if v.Comparable() {
		if v.Equal(reflect.Zero(v.Type())) {
			return 0
		}
		if id, known := s.byValue[v.Interface()]; known {
			return id
		}
		s.byValue[v.Interface()] = s.next
	} else if v.IsZero() {
		return 0
	}
	s.byID[s.next] = v
	s.next++
	return s.next - 1
}

// get returns a fresh value of type t that has the rest with a number.
func (s *values) get(t reflect.Type, id uint64) reflect.Value {
	v := reflect.New(t).Elem()
	if id == 0 {
		return v
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	kept, known := s.byID[id]
	if !known || kept.Type() != t {
		reject("a value that was never given")
	}
	v.Set(kept)
	return v
}

// version is the number of what r points to now. Where the memory is the same as last time, so is the number. While
// other goroutines may be at work (not quiet) nothing is read and the last number stands.
func (s *values) version(p *plan, r *ref, quiet bool) uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !quiet || hasLock(p.t) {
		return r.version
	}
	rest := p.rest(r.val.Elem())
	if r.snapshot.IsValid() && sameMemory(r.snapshot, rest) {
		return r.version
	}
	r.snapshot = rest
	r.version = s.give(rest)
	return r.version
}

// sameMemory compares two addressable values of one type bit by bit.
func sameMemory(a, b reflect.Value) bool {
	size := int(a.Type().Size())
	return string(memory(a, size)) == string(memory(b, size))
}

func memory(v reflect.Value, size int) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(v.UnsafeAddr())), size)
}

// hasLock reports whether values of a type must not be copied.
func hasLock(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct:
		if t.PkgPath() == "sync" || t.PkgPath() == "sync/atomic" {
			return true
		}
		for i := range t.NumField() {
			if hasLock(t.Field(i).Type) {
				return true
			}
		}
	case reflect.Array:
		return hasLock(t.Elem())
	}
	return false
}
