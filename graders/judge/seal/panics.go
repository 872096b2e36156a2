package seal

import (
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
)

// fault stands for a runtime error of the other side: same text, same class.
type fault struct{ text string }

func (f fault) Error() string { return f.text }
func (f fault) RuntimeError() {}

// Classes of panics.
const (
	thrownValue = 0
	thrownFault = 1
)

func (e *Encoder) thrown(v any) {
	if f, is := v.(runtime.Error); is {
		if _, far := v.(interface{ far() *remoteError }); !far {
			e.b = append(e.b, thrownFault)
			e.text(f.Error())
			return
		}
	}
	e.b = append(e.b, thrownValue)
	e.typed(anyType, reflect.ValueOf(v))
}

func (d *Decoder) thrown() any {
	switch d.byte() {
	case thrownFault:
		return fault{d.text()}
	case thrownValue:
		if v := d.typed(anyType).Interface(); v != nil {
			return v
		}
		return fault{"panic called with nil argument"}
	}
	reject("a panic of no known class")
	return nil
}

// logPanic writes where a student's code has panicked to its own standard error: the other side has only the value.
func (s *Side) logPanic(v any) {
	if s.tests {
		return
	}
	os.Stderr.WriteString("panic: " + textOf(v) + "\n\n")
	os.Stderr.Write(debug.Stack())
}

func textOf(v any) (text string) {
	defer func() {
		if recover() != nil {
			text = "(a value that cannot be shown)"
		}
	}()
	switch v := v.(type) {
	case error:
		return v.Error()
	case string:
		return v
	case interface{ String() string }:
		return v.String()
	}
	return "(" + reflect.TypeOf(v).String() + ")"
}
