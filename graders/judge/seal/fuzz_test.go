package seal

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"testing"
	"time"
)

// fuzzed are funcs of the servant that a test could call: all kinds of results and arguments.
var fuzzed = []reflect.Type{
	reflect.TypeFor[func() (int, string, []byte, error)](),
	reflect.TypeFor[func() any](),
	reflect.TypeFor[func() error](),
	reflect.TypeFor[func() (*node, map[string][]*node, [2]float32)](),
	reflect.TypeFor[func() (func(int) string, walker, context.Context)](),
	reflect.TypeFor[func() (time.Time, complex128, []string, map[any]any)](),
	reflect.TypeFor[func(func(int) int, walker, context.Context, *node, []int, error) *node](),
}

type walks int

func (w walks) Walk() int { return int(w) }

// FuzzServant lets a servant say anything, behind one call. The tests' side must end it as a violation, or as the end
// of the servant, or get an answer that fits; nothing else may happen, above all no fault of the runtime.
func FuzzServant(f *testing.F) {
	for _, c := range answers {
		for which := range fuzzed {
			f.Add(uint8(which), raw(kindReturn, 1, 0, c.head, c.values...))
		}
	}
	for which := range fuzzed {
		f.Add(uint8(which), raw(kindCall, 1, 1, nil, targetObject, 1, 2, 0))
		f.Add(uint8(which), raw(kindCall, 1, 1, nil, join([]byte{targetMethod, 2}, text("walker"), text("Walk"), []byte{0})...))
		f.Add(uint8(which), raw(kindCall, 1, 0, nil, join([]byte{targetValue, 3, tagTyped}, text("string"), text("k"), []byte{0})...))
		f.Add(uint8(which), raw(kindCall, 1, 1, nil, join([]byte{targetIs, 4, tagNil}, []byte{0})...))
		f.Add(uint8(which), raw(kindPanic, 1, 0, nil, join([]byte{thrownFault}, text("x"), []byte{0})...))
		f.Add(uint8(which), raw(kindGoexit, 1, 0, nil, 0))
		f.Add(uint8(which), raw(kindCancel, 1, 0, nil))
	}
	f.Fuzz(func(t *testing.T, which uint8, stream []byte) {
		s := newSide(true)
		s.connect(bytes.NewReader(stream), io.Discard)
		Type(s, "node", (*node)(nil))
		Interface(s, "walker", (*walker)(nil), func(r Remote) any { return &walking{r} }, Methods{"Walk": walker.Walk})
		ended := make(chan string, 10)
		s.die = func(code int, why string) {
			ended <- fmt.Sprint(code)
			runtime.Goexit()
		}
		go converse(s, fuzzed[int(which)%len(fuzzed)], ended)
		select {
		case got := <-ended:
			if got != "86" && got != "87" && got != "answered" {
				t.Errorf("ended with %s", got)
			}
		case <-time.After(20 * time.Second):
			t.Error("the tests wait although there is nothing to come")
		}
	})
}

// converse makes one call; a fault of the runtime that is not the servant's word for one is reported.
func converse(s *Side, f reflect.Type, ended chan<- string) {
	defer func() {
		switch v := recover().(type) {
		case runtime.Error:
			if _, told := v.(fault); !told {
				ended <- "a fault of our own: " + v.Error()
				return
			}
			ended <- "answered"
		default:
			ended <- "answered"
		}
	}()
	args := []reflect.Value{}
	if f.NumIn() > 0 {
		args = []reflect.Value{reflect.ValueOf(func(n int) int { return n + 1 }), reflect.ValueOf(walks(3)),
			reflect.ValueOf(context.WithValue(context.Background(), walks(1), 1)), reflect.ValueOf(&node{V: 1}),
			reflect.ValueOf([]int{1, 2}), reflect.ValueOf(io.ErrNoProgress)}
	}
	for i, arg := range args {
		if f.In(i).Kind() == reflect.Interface {
			args[i] = arg.Convert(f.In(i))
		}
	}
	s.calling(f, target{kind: targetFunc, name: "f"}).Call(args)
}
