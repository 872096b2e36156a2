package seal

import (
	"hash/maphash"
	"reflect"
	"unsafe"
)

// Where only one goroutine runs, memory that has crossed is looked at in every call, and hardly ever has it changed. A
// fingerprint tells so without encoding: a hash of plain content as it lies in memory. What contains references to
// other memory has none, since that may have changed.

// plainness says how the content of a type is hashed.
type plainness uint8

const (
	notPlain   plainness = iota
	plainWords           // no pointers: memory as it is
	plainText            // strings
	plainAny             // interfaces without methods, as far as they hold basic values
)

func (r *registry) plainness(p *plan) plainness {
	switch {
	case p.hook != nil:
		return notPlain
	case p.code == codeString:
		return plainText
	case p.t == anyType:
		return plainAny
	case p.shape != nil && p.shape.rest && p.shape.values && !p.stub, p.t.Size() == 0, hasPointers(p.t):
		return notPlain
	}
	return plainWords
}

func hasPointers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			if hasPointers(t.Field(i).Type) {
				return true
			}
		}
		return false
	case reflect.Array:
		return hasPointers(t.Elem())
	}
	return t.Kind() > reflect.Complex128
}

// fingerprint of content that has the form of the ref's: a pointer, a map, or a slice of which n elements count.
func (x *ref) fingerprint(v reflect.Value, n int) (sum uint64, ok bool) {
	switch x.key.kind {
	case reflect.Map:
		return x.plan.mapFingerprint(v.UnsafePointer())
	case reflect.Pointer:
		n = 1
	}
	return x.plan.fingerprint(v.UnsafePointer(), n)
}

func (p *plan) fingerprint(at unsafe.Pointer, n int) (sum uint64, ok bool) {
	sum = hashOfInt(n)
	switch p.plain {
	case plainWords:
		return mix(sum, hashOf(unsafe.Slice((*byte)(at), n*int(p.t.Size())))), true
	case plainText:
		for _, text := range unsafe.Slice((*string)(at), n) {
			sum = mix(sum, hashOfText(text))
		}
		return sum, true
	case plainAny:
		for _, v := range unsafe.Slice((*any)(at), n) {
			one, ok := hashOfAny(v)
			if !ok {
				return 0, false
			}
			sum = mix(sum, one)
		}
		return sum, true
	}
	return 0, false
}

// mapFingerprint knows the kinds of maps that are met most.
func (p *plan) mapFingerprint(at unsafe.Pointer) (sum uint64, ok bool) {
	m := unsafe.Pointer(&at)
	switch p.t.Key().Kind() {
	case reflect.String:
		return elemFingerprint(m, p.t.Elem(), hashOfText)
	case reflect.Int:
		return elemFingerprint(m, p.t.Elem(), hashOfInt)
	}
	return 0, false
}

func elemFingerprint[K comparable](m unsafe.Pointer, elem reflect.Type, key func(K) uint64) (sum uint64, ok bool) {
	switch {
	case elem == anyType:
		return entriesFingerprint(*(*map[K]any)(m), key, hashOfAny)
	case elem.Kind() == reflect.String:
		return entriesFingerprint(*(*map[K]string)(m), key, func(s string) (uint64, bool) { return hashOfText(s), true })
	case elem.Kind() == reflect.Int:
		return entriesFingerprint(*(*map[K]int)(m), key, func(n int) (uint64, bool) { return hashOfInt(n), true })
	case elem.Kind() == reflect.Bool:
		return entriesFingerprint(*(*map[K]bool)(m), key, func(b bool) (uint64, bool) { return hashOfAny(b) })
	case elem.Kind() == reflect.Struct && elem.NumField() == 0:
		return entriesFingerprint(*(*map[K]struct{})(m), key, func(struct{}) (uint64, bool) { return 0, true })
	}
	return 0, false
}

func entriesFingerprint[K comparable, V any](m map[K]V, key func(K) uint64, elem func(V) (uint64, bool)) (sum uint64, ok bool) {
	sum = hashOfInt(len(m))
	for k, v := range m {
		one, ok := elem(v)
		if !ok {
			return 0, false
		}
		sum += mix(key(k), one)
	}
	return sum, true
}

// hashOfInt goes through the seed as texts do: whoever changed its caller's memory could otherwise choose numbers that
// leave a sum as it was.
func hashOfInt(n int) uint64 { return maphash.Comparable(hashSeed, n) }

func hashOfText(s string) uint64 { return maphash.String(hashSeed, s) }

// hashOfAny is for values of the predeclared types; false: it is something else.
func hashOfAny(v any) (uint64, bool) {
	switch v := v.(type) {
	case nil:
		return 1, true
	case bool:
		if v {
			return 2, true
		}
		return 3, true
	case int:
		return mix(4, hashOfInt(v)), true
	case string:
		return mix(5, hashOfText(v)), true
	}
	return 0, false
}

// mix combines two hashes; the order counts.
func mix(a, b uint64) uint64 {
	a = (a ^ b*0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd
	return a ^ a>>32
}
