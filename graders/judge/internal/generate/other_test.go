package generate_test

import (
	"testing"
)

// TestOtherRepresentationsOfTypesPass judges packages that keep the contract in other ways than the reference.
func TestOtherRepresentationsOfTypesPass(t *testing.T) {
	const reference = `package p

import "fmt"

type Clock int

func New(h, m int) Clock         { return Clock((h*60 + m) % 1440) }
func (c Clock) Add(m int) Clock  { return New(0, int(c)+m) }
func (c Clock) String() string   { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

type Point struct{ X, Y int }

func Unit(x, y int) Point       { return Point{x, y} }
func (p Point) Double() Point   { return Point{2 * p.X, 2 * p.Y} }
func (p *Point) Move(n int)     { p.X += n }
func Seen(p Point) bool         { return false }
`
	const tests = `package p_test

import (
	"testing"

	"m/p"
)

func TestClock(t *testing.T) {
	a, b := p.New(1, 30), p.New(0, 90)
	if a != b || a.String() != "01:30" || a.Add(30) != p.New(2, 0) || map[p.Clock]int{a: 1}[b] != 1 || a == p.New(3, 0) || (p.Clock)(p.New(0, 0)) != *new(p.Clock) {
		t.Error(a.String(), b.String())
	}
}

func TestPoint(t *testing.T) {
	a := p.Unit(1, 2)
	a.Move(2)
	if a.X != 3 || a.Double() != (p.Point{X: 6, Y: 4}) {
		t.Error(a)
	}
}

func TestExtraFields(t *testing.T) {
	p.Seen(p.Unit(1, 2))
}
`
	out := t.TempDir()
	m := onePackage(t, reference, tests)
	if err := m.build(out); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"a struct and fields of its own": `package p

import "fmt"

type Clock struct{ h, m int }

func New(h, m int) Clock         { n := (h*60 + m) % 1440; return Clock{n / 60, n % 60} }
func (c Clock) Add(m int) Clock  { return New(c.h, c.m+m) }
func (c Clock) String() string   { return fmt.Sprintf("%02d:%02d", c.h, c.m) }

type Point struct {
	X, Y int
	from string
}

func Unit(x, y int) Point       { return Point{X: x, Y: y, from: "unit"} }
func (p Point) Double() Point   { return Point{X: 2 * p.X, Y: 2 * p.Y} }
func (p *Point) Move(n int)     { p.X += n; p.from = "" }
func Seen(p Point) bool         { if p.from != "unit" { panic("the field is lost") }; return true }
`,
		"a text": `package p

import "fmt"

type Clock string

func New(h, m int) Clock         { n := (h*60 + m) % 1440; if n == 0 { return "" }; return Clock(fmt.Sprintf("%02d:%02d", n/60, n%60)) }
func (c Clock) Add(n int) Clock  { var h, m int; fmt.Sscanf(string(c), "%d:%d", &h, &m); return New(h, m+n) }
func (c Clock) String() string   { return string(c) }

type Point struct{ Y, X int }

func Unit(x, y int) Point       { return Point{X: x, Y: y} }
func (p Point) Double() Point   { return Unit(2*p.X, 2*p.Y) }
func (p Point) Seen() bool      { return false }
func (p *Point) Move(n int)     { *p = Unit(p.X+n, p.Y) }
func Seen(p Point) bool         { return false }
`,
	} {
		t.Run(name, func(t *testing.T) {
			if err := m.student(t.TempDir(), map[string][]byte{"p/p.go": []byte(text)}); err != nil {
				t.Fatal(err)
			}
			if passed := m.compare(t); passed != 3 {
				t.Errorf("%d of 3 tests have passed", passed)
			}
		})
	}
}
