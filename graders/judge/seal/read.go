package seal

import (
	"encoding/binary"
)

func (d *Decoder) charge(n int) {
	if n < 0 || n > d.budget {
		reject("more data than fits into memory")
	}
	d.budget -= n
}

func (d *Decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		reject("a message that ends too early")
	}
	d.b = d.b[n:]
	return v
}

func (d *Decoder) varint() int64 {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		reject("a message that ends too early")
	}
	d.b = d.b[n:]
	return v
}

// count is a number of things that take at least size bytes each in the message.
func (d *Decoder) count(size int) int {
	n := d.uvarint()
	if n > uint64(len(d.b)/size) {
		reject("a count of more than there is")
	}
	return int(n)
}

func (d *Decoder) take(n int) []byte {
	if n < 0 || n > len(d.b) {
		reject("a message that ends too early")
	}
	b := d.b[:n]
	d.b = d.b[n:]
	return b
}

func (d *Decoder) byte() byte { return d.take(1)[0] }

func (d *Decoder) bool() bool {
	b := d.byte()
	if b > 1 {
		reject("a truth value that is neither")
	}
	return b == 1
}

func (d *Decoder) text() string {
	n := d.count(1)
	d.charge(n)
	return string(d.take(n))
}
