package mutate

import (
	"strings"
	"testing"
)

const source = `package p

import "slices"

type T struct{ kept []int }

func (t *T) Keep(v []int)  { t.kept = slices.Clone(v) }
func (t T) All() []int     { return append([]int(nil), t.kept...) }
func Two(a, b int) (x, y int, err error) { return a, b, nil }
func init()                { Two(1, 2) }

type Open struct{ A int }

type Long struct {
	a int // its comment
}

func Each(m map[string]int, _ []int, p *T, n int, all ...int) { m["n"] = n }
func each(v []int)                                            { Each(nil, v, nil, 0) }
`

func TestMutantsChangeOneThingEach(t *testing.T) {
	all, err := Of("p.go", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	wants := map[string]string{
		"flip T.Keep": "func (t T) Keep", "zero T.Keep": "Keep(v []int)  {}", "drop copy in T.Keep": "t.kept = v",
		"flip T.All": "func (t *T) All", "zero T.All": "{ return *new([]int) }", "drop copy in T.All": "return t.kept",
		"hidden field in T": "{ hiddenByMutant int; kept []int }", "hidden field in Long": "{ hiddenByMutant int;\n",
		"retain v in T.Keep": "keptByMutant = v\n", "retain m in Each": "keptByMutant = m\n", "retain p in Each": "keptByMutant = p\n",
		"zero Each": ") {}", "zero each": "  {}",
		"zero Two": "{ return *new(int), *new(int), *new(error) }",
	}
	for _, m := range all {
		if want := wants[m.What]; want == "" || !strings.Contains(string(m.Text), want) {
			t.Errorf("%s: %q is not in\n%s", m.What, want, m.Text)
		}
		delete(wants, m.What)
	}
	for what := range wants {
		t.Errorf("%s is missing", what)
	}
}
