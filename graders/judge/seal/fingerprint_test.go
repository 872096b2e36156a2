package seal

import (
	"reflect"
	"testing"
)

// printOf is the fingerprint of what a pointer points to, a map or a slice.
func printOf(content any) (uint64, bool) {
	reg := newRegistry()
	v := reflect.ValueOf(content)
	switch v.Kind() {
	case reflect.Map:
		return (&ref{key: mapKey(v), plan: reg.plan(v.Type())}).fingerprint(v, 0)
	case reflect.Pointer:
		return (&ref{key: pointerKey(v), plan: reg.plan(v.Type().Elem())}).fingerprint(v, 0)
	}
	return (&ref{key: sliceKey(v), plan: reg.plan(v.Type().Elem())}).fingerprint(v, v.Len())
}

func TestFingerprintsTellContentsApart(t *testing.T) {
	type pair struct{ A, B int }
	type named map[string]int
	for _, list := range [][]any{
		{[]int{1, 2}, []int{2, 1}, []int{1, 2, 0}},
		{[]string{"ab", "c"}, []string{"a", "bc"}, []string{"abc"}, []string{"abc", ""}},
		{[]any{1}, []any{"1"}, []any{true}, []any{false}, []any{nil}},
		{&pair{1, 2}, &pair{2, 1}},
		{map[string]int{"a": 1, "b": 2}, map[string]int{"a": 2, "b": 1}, map[string]int{"a": 1}, map[string]int{"a": 1, "b": 2, "": 0}},
		{map[int]string{1: "a"}, map[int]string{1: "b"}, map[int]string{2: "a"}},
		{map[string]any{"a": 1}, map[string]any{"a": "1"}, map[string]any{"a": nil}},
		{named{"a": 1}, named{"a": 2}},
		{map[int]bool{1: true}, map[int]bool{1: false}},
		{map[string]struct{}{"a": {}}, map[string]struct{}{"b": {}}},
	} {
		known := map[uint64]any{}
		for _, content := range list {
			print, plain := printOf(content)
			again, _ := printOf(content)
			if other, twice := known[print]; !plain || print != again || twice {
				t.Errorf("%v: plain %v, again %v, as %v", content, plain, print == again, other)
			}
			known[print] = content
		}
	}
}

// Without the seed these sums are equal: the second number was reckoned from the others.
func TestNumbersCannotBeChosenToKeepAFingerprint(t *testing.T) {
	honest, _ := printOf(map[int]int{1: 10, 2: 20, 3: 30})
	chosen, _ := printOf(map[int]int{1: 999, 2: 849725974604800297, 3: 30})
	if honest == chosen {
		t.Error("a chosen number keeps the fingerprint of a map")
	}
}

func TestWhatLeadsToOtherMemoryHasNoFingerprint(t *testing.T) {
	one := 1
	for _, content := range []any{[]*int{&one}, [][]int{{1}}, []any{&one}, map[string]*int{"a": &one}, map[string][]int{"a": {1}},
		map[string]any{"a": []int{1}}, &struct{ P *int }{&one}, []error{nil}} {
		if _, plain := printOf(content); plain {
			t.Errorf("%v has one", reflect.TypeOf(content))
		}
	}
}
