package callbacks_test

import (
	"errors"
	"fmt"
	"testing"

	"kit/callbacks"
)

func TestFuncs(t *testing.T) {
	if got := callbacks.Map([]int{1, 2, 3}, func(x int) int { return x * x }); fmt.Sprint(got) != "[1 4 9]" {
		t.Error(got)
	}
	a, b := callbacks.Counter(), callbacks.Counter()
	if a() != 1 || a() != 2 || b() != 1 {
		t.Error("counters")
	}
	inc := func(x int) int { return x + 1 }
	f := callbacks.Compose(inc, callbacks.Compose(func(x int) int { return x * 10 }, inc))
	if f(1) != 21 {
		t.Error(f(1))
	}
	if !callbacks.IsNil(nil) || callbacks.IsNil(func() {}) {
		t.Error("nil")
	}
	words := []string{"ccc", "a", "bb"}
	callbacks.SortBy(words, func(a, b string) bool { return len(a) < len(b) })
	if fmt.Sprint(words) != "[a bb ccc]" {
		t.Error(words)
	}
}

func TestMemo(t *testing.T) {
	calls := 0
	var fib func(int) int
	fib = callbacks.Memo(func(n int) int {
		calls++
		if n < 2 {
			return n
		}
		return fib(n-1) + fib(n-2)
	})
	if fib(30) != 832040 || calls != 31 {
		t.Error(fib(30), calls)
	}
}

func TestErrorsFromCallbacks(t *testing.T) {
	mine := errors.New("mine")
	if n, err := callbacks.Try(func() (int, error) { return 3, mine }); n != 3 || err != mine {
		t.Error(n, err)
	}
}

func TestOptions(t *testing.T) {
	var heard []string
	s := callbacks.NewServer(callbacks.WithName("n"), callbacks.WithPort(8080), callbacks.WithHook(func(e string) { heard = append(heard, e) }), nil2())
	s.Fire("a")
	s.Fire("b")
	if s.Name() != "n" || s.Port() != 8080 || fmt.Sprint(heard) != "[a b]" {
		t.Error(s.Name(), s.Port(), heard)
	}
}

func nil2() callbacks.Option { return callbacks.WithPort(8080) }

func TestNamedFuncs(t *testing.T) {
	h := callbacks.Chain(func(s string) string { return s + "1" }, func(s string) string { return s + "2" })
	if h("x") != "x12" || h.Upper("y") != "!y12" || callbacks.Handler(func(s string) string { return s }).Upper("z") != "!z" {
		t.Error("chain")
	}
}

func TestBus(t *testing.T) {
	b := callbacks.NewBus()
	var got []any
	off := b.On("t", func(v any) { got = append(got, v) })
	if b.Emit("t", 1) != 1 || b.Emit("other", 1) != 0 || b.Emit("t", "s") != 1 {
		t.Error("emit")
	}
	off()
	if b.Emit("t", 2) != 0 || fmt.Sprint(got) != "[1 s]" {
		t.Error(got)
	}
}
