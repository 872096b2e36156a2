package mutate

import (
	"strings"
	"testing"
)

const original = `package p

import (
	"maps"
	list "slices"
)

type T struct{ kept []int }

func (t *T) Keep(v []int)  { t.kept = list.Clone(v) }
func (t T) All() []int     { return append([]int(nil), t.kept...) }
func Two(a, b int) (x, y int, err error) { return a, b, nil }
func init()                { Two(1, 2) }

type Open struct{ A int }

type Long struct {
	a int // its comment
}

type Name string

func Each(m map[string]int, _ []int, p *T, n int, all ...int) { m["n"] = n }
func each(v []int)                                            { Each(nil, v, nil, 0) }

type Table map[string]int

func (t Table) of(m Table) { t = maps.Clone(m) }
func Set(t Table, name *Name, n *maps.T) {}

func copies(x []int) (d, e, f []int) {
	d = make([]int, len(x))
	copy(d, x)
	e = append(x[:0:0], x...)
	f = list.Collect(list.Values(x))
	m := Table{}
	maps.Copy(m, m)
	return list.Concat(x), append(Open{}, e...), append(d, e...)
}
`

func TestMutantsChangeOneThingEach(t *testing.T) {
	all, err := Of("p.go", []byte(original))
	if err != nil {
		t.Fatal(err)
	}
	wants := []string{
		"flip T.Keep: func (t T) Keep", "zero T.Keep: Keep(v []int)  {}", "drop copy in T.Keep: t.kept = v }",
		"flip T.All: func (t *T) All", "zero T.All: { return *new([]int) }", "drop copy in T.All: return t.kept }",
		"hidden field in T: { hiddenByMutant int; kept []int }", "hidden field in Long: { hiddenByMutant int;\n",
		"wrap Name: type Name struct{ hiddenByMutant string }\n", "wrap Table: type Table struct{ hiddenByMutant map[string]int }\n",
		"retain v in T.Keep: keptOf := v\n", "retain m in Each: keptByMutant <- func() { clear(keptOf) }:", "retain all in Each: (&keptOf[0])",
		"retain p in Each: changedByMutant(keptOf)", "retain t in Set: clear(keptOf)", "retain name in Set: changedByMutant(keptOf)",
		"zero Each: ) {}", "zero each:   {}", "zero Set: ) {}", "zero Table.of: ) {}", "flip Table.of: (t *Table) of", "drop copy in Table.of: t = m }",
		"zero Two: { return *new(int), *new(int), *new(error) }", "zero copies: { return *new([]int), *new([]int), *new([]int) }",
		"drop copy in copies: \td = x\n", "drop copy in copies: \te = x\n", "drop copy in copies: \tf = x\n", "drop copy in copies: \tm = m\n",
		"drop copy in copies: return x, append", "drop copy in copies: Concat(x), e, append(d, e...)",
	}
	for _, want := range wants {
		what, text, _ := strings.Cut(want, ": ")
		if !has(all, what, text) {
			t.Errorf("%s with %q is missing", what, text)
		}
	}
	if len(all) != len(wants) {
		t.Errorf("%d mutants, want %d", len(all), len(wants))
	}
}

func has(all []Mutant, what, text string) bool {
	for _, m := range all {
		if m.What == what && strings.HasPrefix(what, m.Kind+" ") && strings.Contains(string(m.Text), text) {
			return true
		}
	}
	return false
}

func TestAnImportThatIsNotUsedAnyMoreIsBlank(t *testing.T) {
	all, err := Of("p.go", []byte("package p\n\nimport (\n\ttext \"strings\"\n\t\"slices\"\n)\n\nfunc A() bool { return slices.Max([]int{1}) > 0 }\nfunc B() string { return text.ToLower(\"\") }\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !has(all, "zero A", "\ttext \"strings\"\n\t_ \"slices\"\n") || !has(all, "zero B", "\t_ \"strings\"\n\t\"slices\"\n") {
		t.Errorf("%s", all)
	}
}
