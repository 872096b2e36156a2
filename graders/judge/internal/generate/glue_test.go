package generate_test

import (
	"errors"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const glueModule = `package p

import "errors"

const Max = 10

type Kind int

const (
	Low Kind = iota
	High
)

var ErrX = errors.New("x")

type Point struct{ X, Y int }

func (p Point) String() string { return "" }

type Box struct{ items []string }

func (b *Box) Put(s string) int { b.items = append(b.items, s); return len(b.items) }
func (b *Box) Has(s string) bool { return false }

type Shape interface{ Area() float64 }

type Celsius float64

func Sum(a ...int) (int, error) { return len(a), nil }
func Best(s []Shape) Shape      { return s[0] }
func Heat(c Celsius) Celsius    { return c + 1 }
func Top() Kind                 { return High }
func Same[T any](v T) T         { return v }
`

const glueTests = `package p

import (
	"fmt"
	"testing"
)

type sq struct{}

func (sq) Area() float64 { return 1 }

func TestAll(t *testing.T) {
	_, err := Sum(1, Max)
	fmt.Println(err == ErrX, Point{1, 2}, Best([]Shape{sq{}}).Area(), Heat(3)+1, Top() == Low, Top() == High, Same(1))
	var b Box
	t.Log(b.Put("x"), b.Has("x"))
}
`

// TestErrorsInTheGlueAreSaidInPlainWords changes the package as students do and reads the compiler as a check does:
// lacks when it finds nothing of the name, else differs.
func TestErrorsInTheGlueAreSaidInPlainWords(t *testing.T) {
	m := onePackage(t, glueModule, glueTests)
	for _, c := range []struct{ old, new, want string }{
		{"func Sum(a ...int) (int, error) { return len(a), nil }", "", "your package lacks Sum"},
		{"func Sum(a ...int) (int, error) { return len(a), nil }", "func Sum(a []int) (int, error) { return len(a), nil }",
			"Sum differs from the assignment's: want func Sum(a ...int) (int, error)"},
		{"(b *Box) Put(s string) int { b.items = append(b.items, s); return len(b.items) }", "(b *Box) Put2(s string) {}", "your package lacks Box.Put"},
		{"(b *Box) Put(s string) int { b.items = append(b.items, s); return len(b.items) }", "(b *Box) Put(s string) {}",
			"Box.Put differs from the assignment's: want func (b *Box) Put(s string) int"},
		{"func (p Point) String()", "func (p *Point) String()", ""},
		{"func (b *Box) Has", "func (b Box) Has", ""},
		{"type Point struct{ X, Y int }", "type Point struct{ X, y int }", "your package lacks Point.Y"},
		{"type Point struct{ X, Y int }", "type Point struct{ X, Y float64 }", "Point.Y differs from the assignment's: want a field Y int in type Point"},
		{"type Point struct{ X, Y int }", "type Point struct{ Y, X int }", "Point differs from the assignment's: want type Point struct{X int; Y int}"},
		{"type Box struct{ items []string }", "type Box struct{ items, more []string; n int }", ""},
		{"type Celsius float64", "type Celsius float32", "Celsius differs from the assignment's: want type Celsius float64"},
		{"type Shape interface{ Area() float64 }", "type Shape interface{ Area() float64; Name() string }",
			"Shape differs from the assignment's: want type Shape interface{Area() float64}"},
		{"var ErrX = errors.New(\"x\")", "var _ = errors.New(\"x\")", "your package lacks ErrX"},
		{"const Max = 10", "const Max = 11", "Max differs from the assignment's: want const Max = 10"},
		{"Low Kind = iota", "Low Kind = iota + 5", ""},
		{"func Same[T any](v T) T", "func Same(v int) int", "Same differs from the assignment's: want func Same[T any](v T) T"},
	} {
		t.Run(c.new, func(t *testing.T) {
			changed := strings.Replace(glueModule, c.old, c.new, 1)
			if changed == glueModule {
				t.Fatal("nothing has changed")
			}
			err := m.servantOnly(t.TempDir(), map[string][]byte{"p/p.go": []byte(changed)})
			if got := m.inWords(err); (c.want == "") != (err == nil) || !strings.Contains(got, c.want) {
				t.Errorf("%q, want %q\n%v", got, c.want, err)
			}
		})
	}
}

func (m *module) servantOnly(dir string, over map[string][]byte) error {
	laid, err := sealOverlay()
	if err != nil {
		return err
	}
	for name, text := range m.result.Servant {
		over[name] = text
	}
	if err := lay(dir, m.root, []string{"p/p_test.go"}, over); err != nil {
		return err
	}
	m.servant = filepath.Join(dir, "servant")
	return goDo(dir, "build", "-overlay="+laid, "-o", m.servant, m.result.Build)
}

var (
	compilerLine = regexp.MustCompile(`(?m)^\S*?(p/zz_seal\.go):(\d+):\d+: (.*)$`)
	nothing      = regexp.MustCompile(`undefined|has no field or method`)
)

// inWords is what a check says about errors in the glue.
func (m *module) inWords(err error) string {
	if err == nil {
		return ""
	}
	var said []string
	for _, found := range compilerLine.FindAllStringSubmatch(err.Error(), -1) {
		number, _ := strconv.Atoi(found[2])
		for _, line := range m.result.Glue {
			if line.File != found[1] || line.Line != number {
				continue
			}
			words := line.Differs
			if nothing.MatchString(found[3]) {
				words = line.Lacks
			}
			said = append(said, words)
		}
	}
	return strings.Join(said, "\n")
}

func TestShortNamesOfThePackageDoNotMeetThoseOfTheGlue(t *testing.T) {
	m, out := onePackage(t, `package p

type s struct{ v int }

type h []s

var all = h{{1}, {2}}

func f(of h) (n int) {
	for _, one := range of {
		n += one.v
	}
	return n
}
`, `package p

import "testing"

func TestF(t *testing.T) {
	if f(all) != 3 || f(h{s{5}}) != 5 {
		t.Error(f(all))
	}
}
`), t.TempDir()
	if err := errors.Join(m.build(out), m.student(out, nil)); err != nil {
		t.Fatal(err)
	}
	if m.compare(t) != 1 {
		t.Errorf("not sealed: %+v", m.result.Decisions)
	}
}
