package seal

import "reflect"

// Half is a Side as generated code sees it: nothing of what is inside. The compiler reads all that a type shows with
// every submission, and compiles what is generic in it (reflect and sync have much) with all methods, which took two
// thirds of its time. For the same reason what generated code calls is not generic where it need not be, and never
// compiled in place.
type Half interface{ half() }

func (s *Side) half() {}

// pointed is the type that a pointer points to.
func pointed(pointer any) reflect.Type { return reflect.TypeOf(pointer).Elem() }
