package seal

import (
	"reflect"
	"unsafe"
)

// refKey finds a ref by its address. For slices it is the end of the array, which all slices of it share.
type refKey struct {
	at   unsafe.Pointer
	kind reflect.Kind
	elem reflect.Type // of pointers and slices; the type itself of maps
}

func pointerKey(v reflect.Value) refKey {
	return refKey{v.UnsafePointer(), reflect.Pointer, v.Type().Elem()}
}

func mapKey(v reflect.Value) refKey { return refKey{v.UnsafePointer(), reflect.Map, v.Type()} }

// sliceKey needs a capacity above 0.
func sliceKey(v reflect.Value) refKey {
	elem := v.Type().Elem()
	last := unsafe.Add(v.UnsafePointer(), uintptr(v.Cap()-1)*elem.Size())
	return refKey{last, reflect.Slice, elem}
}

// within is the offset of a slice inside a region; false: it reaches outside.
func within(region, v reflect.Value) (int, bool) {
	size := v.Type().Elem().Size()
	if size == 0 {
		return 0, v.Len() <= region.Len()
	}
	base, at := uintptr(region.UnsafePointer()), uintptr(v.UnsafePointer())
	if at < base || (at-base)%size != 0 {
		return 0, false
	}
	offset := int((at - base) / size)
	return offset, offset+v.Len() <= region.Len()
}
