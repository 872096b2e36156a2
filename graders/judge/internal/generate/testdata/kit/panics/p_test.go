package panics

import (
	"errors"
	"runtime"
	"strings"
	"testing"
)

func caught(f func()) (v any) {
	defer func() { v = recover() }()
	f()
	return nil
}

func TestValues(t *testing.T) {
	if caught(Text) != "boom" || caught(Number) != 42 {
		t.Error("basic values")
	}
	if err, is := caught(Err).(error); !is || !errors.Is(err, ErrBad) || err != ErrBad {
		t.Error("sentinel")
	}
	if c, is := caught(Typed).(Custom); !is || c.Code != 7 {
		t.Error("custom")
	}
}

func TestRuntimeErrors(t *testing.T) {
	for _, f := range []func(){func() { Index(5) }, func() { Nil(nil) }} {
		v := caught(f)
		err, is := v.(runtime.Error)
		if !is || !strings.Contains(err.Error(), "runtime error") {
			t.Errorf("%T %v", v, v)
		}
	}
}

func TestCallbackPanics(t *testing.T) {
	type own struct{ n int }
	if v := caught(func() { Each(func() { panic(own{3}) }) }); v != (own{3}) {
		t.Errorf("%#v", v)
	}
	if v := Safe(func() { panic("inside") }); v != "inside" {
		t.Errorf("%#v", v)
	}
	if v := Safe(func() {}); v != nil {
		t.Errorf("%#v", v)
	}
}

func TestSkipInsideACallback(t *testing.T) {
	ran := false
	t.Run("sub", func(t *testing.T) {
		Each(func() { t.SkipNow() })
		ran = true
	})
	if ran {
		t.Error("SkipNow did not end the subtest")
	}
	Each(func() { ran = true })
	if !ran {
		t.Error("the next call")
	}
}

func TestFatalInsideACallback(t *testing.T) {
	Each(func() { t.Fatal("this test fails both ways") })
}

func TestExit(t *testing.T) { Exit() }

func TestGoexit(t *testing.T) { Goexit() }

func TestCrash(t *testing.T) { caught(Crash) }
