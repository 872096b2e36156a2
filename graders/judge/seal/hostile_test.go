package seal

import (
	"bufio"
	"context"
	"encoding/binary"
	"io"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

// node is plain data with pointers.
type node struct {
	V    int
	Next *node
}

type walker interface{ Walk() int }

type walking struct{ Remote }

func (w *walking) Walk() int { return 0 }

// end is how a tests' side has ended, "" while it lives.
type end struct {
	code int
	why  string
}

// attacked is a tests' side whose servant is the test's own code.
type attacked struct {
	*Side
	in   *bufio.Reader // what the tests write
	out  io.Writer     // what they read
	ends chan end
}

func osPipe(t testing.TB) (read, write *os.File) {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	return read, write
}

func attack(t testing.TB) *attacked {
	t.Helper()
	fromTests, toServant := osPipe(t)
	fromServant, toTests := osPipe(t)
	t.Cleanup(func() { fromTests.Close(); toServant.Close(); fromServant.Close(); toTests.Close() })
	s := newSide(true)
	s.connect(fromServant, toServant)
	a := &attacked{Side: s, in: bufio.NewReader(fromTests), out: toTests, ends: make(chan end, 100)}
	s.die = func(code int, why string) {
		a.ends <- end{code, why}
		runtime.Goexit()
	}
	Type(s, "node", (*node)(nil))
	Interface(s, "walker", (*walker)(nil), func(r Remote) any { return &walking{r} }, Methods{"Walk": walker.Walk})
	return a
}

// calling1 calls a func of type F of the servant on a goroutine of its own and waits for its end.
func calling1[F any](a *attacked, f func(F)) (done chan any) {
	done = make(chan any, 1)
	go func() {
		defer close(done)
		defer func() {
			if v := recover(); v != nil {
				done <- v
			}
		}()
		f(Import[F](a.Side, "f"))
	}()
	return done
}

// next reads a frame of the tests, the greeting left out.
func (a *attacked) next() frame {
	for {
		f, err := readFrame(a.in)
		if err != nil || f.kind != kindHello {
			return f
		}
	}
}

// message is a frame with a body of head, values and what stands behind them.
func raw(kind byte, id, parent uint64, head []byte, values ...byte) []byte {
	b := startFrame(kind, id, parent)
	b = binary.AppendUvarint(b, uint64(len(head)))
	b = append(append(b, head...), values...)
	binary.LittleEndian.PutUint32(b, uint32(len(b)-headBytes))
	return b
}

// numbers writes numbers one behind the other.
func numbers(list ...uint64) (b []byte) {
	for _, n := range list {
		b = binary.AppendUvarint(b, n)
	}
	return b
}

func text(s string) []byte { return append(binary.AppendUvarint(nil, uint64(len(s))), s...) }

func join(parts ...[]byte) (b []byte) {
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// answers are what a hostile servant says to the call of a func without parameters.
var answers = []struct {
	name   string
	result any // a value of the func's result type
	head   []byte
	values []byte
}{
	{"a number too large for its type", int8(0), nil, append(binary.AppendVarint(nil, 1000), 0)},
	{"a truth value that is neither", false, nil, []byte{7, 0}},
	{"too few bytes", 0, nil, nil},
	{"too many bytes", 0, nil, []byte{2, 0, 0}},
	{"a string longer than the message", "", nil, numbers(1<<40, 0)},
	{"an array of 2^39 ints", []int{}, numbers(2, 1<<39+1), numbers(2, 0, 1<<39, 0)},
	{"an array that was not announced", []int{}, nil, numbers(2, 0, 1, 0)},
	{"a slice that reaches outside", []int{}, numbers(2, 3), numbers(2, 1, 2, 2, 2, 2, 0)},
	{"a slice whose end overflows", []int{}, numbers(2, 3), numbers(2, 1<<63, 1<<63, 0)},
	{"a number of ours as a new one", &node{}, numbers(3, 0), numbers(3, 3, 0, 0, 0)},
	{"the same new number twice", &node{}, numbers(2, 0, 2, 0), numbers(2, 2, 0, 0, 0)},
	{"a new number that is never used", (*node)(nil), numbers(2, 0), numbers(0, 0)},
	{"a pointer to a number never given", &node{}, nil, numbers(8, 0)},
	{"an array where a pointer belongs", &node{}, numbers(2, 4), numbers(2, 0)},
	{"content twice", &node{}, numbers(2, 0), numbers(2, 2, 0, 0, 2, 0, 0, 0)},
	{"a map with more entries than bytes", map[string]int{}, numbers(2, 0), numbers(2, 2, 1<<30, 0)},
	{"a key that cannot be one", map[any]int{}, numbers(2, 0, 4, 2),
		join(numbers(2, 2, 1), []byte{tagTyped}, text("[]int"), numbers(4, 0, 1), numbers(0, 4, 0, 0))},
	{"an unknown type in an interface", any(nil), nil, join([]byte{tagTyped}, text("secret.Type"), []byte{0})},
	{"a type 100000 deep", any(nil), nil, join([]byte{tagTyped}, text(strings.Repeat("*", 100000)+"int"), []byte{0, 0})},
	{"an array type of its own", any(nil), nil, join([]byte{tagTyped}, text("[1000000]int"), []byte{0})},
	{"a map type with a bad key", any(nil), nil, join([]byte{tagTyped}, text("map[[]int]int"), []byte{0, 0})},
	{"a type that is no error where one belongs", error(nil), nil, join([]byte{tagTyped}, text("int"), []byte{2, 0})},
	{"an unknown standard error", error(nil), nil, join([]byte{tagError, errorStandard}, text("os.ErrNothing"), []byte{0})},
	{"an error of ours that was never given", error(nil), nil, []byte{tagError, errorHome, 77, 0}},
	{"an error with an unknown chain", error(nil), nil, join([]byte{tagError, errorRemote, 1}, text("x"), []byte{0, 9, 0})},
	{"a chain of 2^40 errors", error(nil), nil, join([]byte{tagError, errorRemote, 1}, text("x"), []byte{0, chainMany}, numbers(1<<40))},
	{"an interface with an unknown mark", any(nil), nil, []byte{99, 0}},
	{"an object of ours that was never given", any(nil), nil, append([]byte{tagObject}, numbers(77<<1|1, 0)...)},
	{"an object where only tokens can be", any(nil), nil, append([]byte{tagObject}, numbers(77<<1, 0)...)},
	{"a token of ours", any(nil), nil, join([]byte{tagToken}, numbers(1<<1|1), text("x"), []byte{0})},
	{"a func of ours that was never given", func() {}, nil, numbers(9<<1|1, 0)},
	{"a context with an unknown mark", context.Context(nil), nil, []byte{9, 0}},
	{"a context of ours that was never given", context.Context(nil), nil, append([]byte{contextObject}, numbers(5<<1|1, 0)...)},
	{"a time in no zone", time.Time{}, nil, []byte{0, 0, 9, 0}},
	{"a time cut short", time.Time{}, nil, []byte{0}},
}

func TestAWrongAnswerEndsTheTests(t *testing.T) {
	for _, c := range answers {
		t.Run(c.name, func(t *testing.T) {
			a := attack(t)
			result := reflect.TypeOf(c.result)
			switch c.name {
			default:
				if result == nil {
					result = interfaceOf(c.name)
				}
			}
			f := reflect.FuncOf(nil, []reflect.Type{result}, false)
			go a.out.Write(raw(kindReturn, 1, 0, c.head, c.values...))
			go a.calling(f, target{kind: targetFunc, name: "f"}).Call(nil)
			wantEnd(t, a, ExitViolation)
		})
	}
}

// interfaceOf is the interface type that an answer is about: a nil value has lost it.
func interfaceOf(name string) reflect.Type {
	switch {
	case strings.Contains(name, "context"):
		return contextType
	case strings.Contains(name, "error") || strings.Contains(name, "errors"):
		return errorType
	}
	return anyType
}

func wantEnd(t *testing.T, a *attacked, code int) end {
	t.Helper()
	select {
	case got := <-a.ends:
		if got.code != code {
			t.Errorf("ended with %d (%s), want %d", got.code, got.why, code)
		}
		return got
	case <-time.After(time.Minute):
		t.Error("has not ended")
		return end{}
	}
}

// heap is the memory in use after a collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestMuchDataEndsTheTestsWithinTheBudget(t *testing.T) {
	deep := []byte{}
	for range 200_000 {
		deep = append(deep, join([]byte{tagError, errorRemote}, numbers(7), text("x"), []byte{0, chainOne})...)
	}
	shells := []byte{}
	for id := uint64(2); len(shells) < 20<<20; id += 2 {
		shells = append(shells, numbers(id, 0)...)
	}
	for _, c := range []struct {
		name   string
		result reflect.Type
		head   []byte
		values []byte
	}{
		{"30 million empty strings", reflect.TypeFor[[]string](), numbers(2, 30_000_001), join(numbers(2, 0, 30_000_000, 2, 30_000_000), make([]byte, 30_000_000))},
		{"millions of new numbers", reflect.TypeFor[int](), shells, []byte{0, 0}},
		{"a chain of 200000 errors", errorType, nil, deep},
		{"an array of zeros larger than the budget", reflect.TypeFor[[]byte](), numbers(2, 200<<20), numbers(2, 0, 1, 2, 0, 0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := attack(t)
			before := heap()
			go a.out.Write(raw(kindReturn, 1, 0, c.head, c.values...))
			go a.calling(reflect.FuncOf(nil, []reflect.Type{c.result}, false), target{kind: targetFunc, name: "f"}).Call(nil)
			wantEnd(t, a, ExitViolation)
			if used := heap() - before; heap() > before && used > decodeBudget+2*maxFrame {
				t.Errorf("%d MiB are still in use", used>>20)
			}
		})
	}
}

func TestAnnouncedLengthsCostNothing(t *testing.T) {
	a := attack(t)
	go a.out.Write([]byte{0xff, 0xff, 0xff, 0xff, 1})
	calling1(a, func(f func() int) { f() })
	wantEnd(t, a, ExitViolation)

	b := attack(t)
	before := heap()
	go func() {
		b.out.Write([]byte{0, 0, 0, 1, 2, 1, 0}) // 16 MiB, of which three bytes come
		time.Sleep(50 * time.Millisecond)
		if after := heap(); after > before+8<<20 {
			t.Errorf("%d MiB for what did not come", (after-before)>>20)
		}
		b.out.(*os.File).Close()
	}()
	calling1(b, func(f func() int) { f() })
	wantEnd(t, b, ExitServant)
}

func TestFramesThatFitNowhere(t *testing.T) {
	for _, c := range []struct {
		name string
		sent []byte
	}{
		{"an answer to no call", raw(kindReturn, 9, 0, nil, 2, 0)},
		{"a kind that there is not", raw(42, 1, 0, nil)},
		{"an empty frame", []byte{0, 0, 0, 0}},
		{"a frame without numbers", []byte{1, 0, 0, 0, kindReturn}},
		{"a greeting", raw(kindHello, 0, 0, nil)},
		{"the end of a context never given", append(raw(kindCancel, 3, 0, nil)[:0:0], raw(kindCancel, 3, 0, nil)...)},
		{"a call of a function by name", raw(kindCall, 1, 0, nil, join([]byte{targetFunc}, text("os.Exit"), []byte{0})...)},
		{"a call of a func never given", raw(kindCall, 1, 1, nil, targetObject, 5, 0)},
		{"a method of an object never given", raw(kindCall, 1, 1, nil, join([]byte{targetMethod, 5}, text("walker"), text("Walk"), []byte{0})...)},
		{"a variable", raw(kindCall, 1, 0, nil, join([]byte{targetVar}, text("x"), []byte{0})...)},
		{"a channel never given", raw(kindCall, 1, 0, nil, targetRecv, 5, 0)},
		{"a call of no known kind", raw(kindCall, 1, 0, nil, 99, 5, 0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := attack(t)
			go a.out.Write(c.sent)
			calling1(a, func(f func() int) { f() })
			wantEnd(t, a, ExitViolation)
		})
	}
}
