package seal

import (
	"encoding/binary"
	"unsafe"
)

// Arrays of ints and the like are met often and can be long: they are written and read without a reflect.Value for
// each element, in the same form.

// ints writes n elements that lie at an address; false: they are of another kind.
func (e *Encoder) ints(p *plan, at unsafe.Pointer, n int) bool {
	if p.code != codeInt {
		return false
	}
	switch p.t.Size() {
	case 8:
		for _, v := range unsafe.Slice((*int64)(at), n) {
			e.b = binary.AppendVarint(e.b, v)
		}
	case 4:
		for _, v := range unsafe.Slice((*int32)(at), n) {
			e.b = binary.AppendVarint(e.b, int64(v))
		}
	default:
		return false
	}
	return true
}

// ints reads n elements to an address; false: they are of another kind, and nothing was read.
func (d *Decoder) ints(p *plan, at unsafe.Pointer, n int) bool {
	if p.code != codeInt {
		return false
	}
	switch p.t.Size() {
	case 8:
		for list, i := unsafe.Slice((*int64)(at), n), 0; i < n; i++ {
			list[i] = d.varint()
		}
	case 4:
		for list, i := unsafe.Slice((*int32)(at), n), 0; i < n; i++ {
			v := d.varint()
			if v != int64(int32(v)) {
				reject("a number that does not fit")
			}
			list[i] = int32(v)
		}
	default:
		return false
	}
	return true
}
