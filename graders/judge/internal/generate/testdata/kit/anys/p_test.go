package anys_test

import (
	"reflect"
	"testing"

	"kit/anys"
)

func TestKinds(t *testing.T) {
	for _, v := range []any{1, "s", 2.5, true, int8(1), []string{"a"}, map[string]int{"a": 1}, nil, anys.Item{1}, &anys.Item{2}, [][]int{{1}}} {
		if got := anys.Echo(v); !reflect.DeepEqual(got, v) {
			t.Errorf("%#v became %#v", v, got)
		}
	}
	if anys.Kind(1) != "int" || anys.Kind([]string{}) != "[]string" || anys.Kind(anys.Item{}) != "anys.Item" {
		t.Error("kinds")
	}
}

func TestSum(t *testing.T) {
	p := &anys.Item{N: 7}
	if got := anys.Sum([]any{1, 2.5, []int{1, 2}, anys.Item{N: 3}, p}); got != 16.5 || p.N != 0 {
		t.Error(got, p)
	}
}

func TestTree(t *testing.T) {
	want := map[string]any{"a": []any{1, "x", nil, 2.5}, "b": map[string]any{"c": true}}
	if got := anys.Tree(); !reflect.DeepEqual(got, want) {
		t.Errorf("%#v", got)
	}
}

type own struct{ s string }

func TestTypesOfTheTests(t *testing.T) {
	s := anys.NewSet()
	p := &own{"p"}
	if !s.Add(own{"a"}) || s.Add(own{"a"}) || !s.Add(own{"b"}) || !s.Add(p) || !s.Has(p) || s.Has(&own{"p"}) || !s.Add(1) || s.Has(int64(1)) {
		t.Error("set")
	}
	if got := anys.Echo(own{"z"}); got != (own{"z"}) {
		t.Errorf("%#v", got)
	}
	if len(s.All()) != 4 {
		t.Error(s.All())
	}
}
