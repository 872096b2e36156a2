package seal

import "reflect"

// Half is a Side as generated code sees it: nothing of what is inside. The compiler reads all that a type shows with
// every submission, and compiles what is generic in it (reflect and sync have much) with all methods: a quarter of a
// second. For the same reason the functions that generated code calls take types as pointers, and what they hand on
// to is never compiled in their place.
type Half interface{ half() }

func (s *Side) half() {}

// pointed is the type that a pointer points to.
func pointed(pointer any) reflect.Type { return reflect.TypeOf(pointer).Elem() }
