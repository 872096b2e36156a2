package seal

import (
	"reflect"
)

// Value is the field of a stub's type that stands for what tests do not see of a value: a number that the servant
// gave. Equal numbers mean equal values; 0 is the zero value.
type Value struct{ id uint64 }

// hidden is the name of the field of type Value.
const hidden = "zz_"

// shape is what the assignment's contract says about a named type.
type shape struct {
	// fields that travel, in their order.
	fields []string
	// rest: there is more in the type than those fields.
	rest bool
	// values: tests copy or compare values of the type, so that the rest has to be told apart.
	values bool
	// enum holds the constants, when values travel by the name of their constant.
	enum []reflect.Value
}
