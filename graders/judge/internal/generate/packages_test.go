package generate_test

import (
	"os"
	"path/filepath"
	"testing"
)

var twoPackages = map[string]string{
	"go.mod": "module m\n\ngo 1.26\n",
	"shapes/shapes.go": `package shapes

import "errors"

var ErrFlat = errors.New("flat")

type Shape interface{ Area() float64 }

type Circle struct{ R float64 }

func (c Circle) Area() float64 { return 3 * c.R * c.R }

type Pen struct{ color string }

func (p *Pen) Color() string { return p.color }
func NewPen(c string) *Pen   { return &Pen{c} }
`,
	"helper/helper.go": `package helper

type Box struct{ W, H int }
`,
	"draw/draw.go": `package draw

import (
	"m/helper"
	"m/shapes"
)

type Canvas struct{ shapes []shapes.Shape }

func (c *Canvas) Add(s shapes.Shape, p *shapes.Pen) error {
	if s.Area() == 0 {
		return shapes.ErrFlat
	}
	c.shapes = append(c.shapes, s)
	return nil
}
func (c *Canvas) All() []shapes.Shape    { return c.shapes }
func (c *Canvas) Bounds(b helper.Box) int { return b.W * b.H * len(c.shapes) }
`,
	"draw/draw_test.go": `package draw_test

import (
	"errors"
	"testing"

	"m/draw"
	"m/helper"
	"m/shapes"
)

type square float64

func (s square) Area() float64 { return float64(s * s) }

func TestCanvas(t *testing.T) {
	var c draw.Canvas
	pen := shapes.NewPen("red")
	if c.Add(shapes.Circle{R: 1}, pen) != nil || c.Add(square(2), nil) != nil || !errors.Is(c.Add(square(0), pen), shapes.ErrFlat) {
		t.Error("Add")
	}
	all := c.All()
	if len(all) != 2 || all[0] != shapes.Shape(shapes.Circle{R: 1}) || all[1].Area() != 4 || pen.Color() != "red" {
		t.Error(all)
	}
	if c.Bounds(helper.Box{W: 2, H: 3}) != 12 {
		t.Error("Bounds")
	}
}
`,
}

func TestTestsOfSeveralPackagesHaveAStubOfEach(t *testing.T) {
	root, out := t.TempDir(), t.TempDir()
	for name, text := range twoPackages {
		os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755)
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if m, err := generated(root, "draw", "helper", "shapes"); err != nil || len(m.sealedTests()) != 0 {
		t.Errorf("a given package with hidden fields in the API is not refused: %v", err)
	}
	for _, given := range [][]string{{"helper"}, nil} {
		m, err := generated(root, "draw", given...)
		if err != nil {
			t.Fatal(err)
		}
		stubs := 0
		for name := range m.result.Stub {
			if filepath.Base(name) == "zz_stub.go" {
				stubs++
			}
		}
		if stubs != 3-len(given) {
			t.Errorf("given %v: %d stubs", given, stubs)
		}
		dir := filepath.Join(out, string(rune('a'+len(given))))
		if err := m.build(dir); err != nil {
			t.Fatal(err)
		}
		if err := m.student(dir, nil); err != nil {
			t.Fatal(err)
		}
		if passed := m.compare(t); passed != 1 {
			t.Errorf("given %v: the test has not passed", given)
		}
	}
}

// A package main is its own servant.
func TestAProgramIsItsOwnServant(t *testing.T) {
	root, out := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{
		"go.mod":            "module m\n\ngo 1.26\n",
		"cmd/x/main.go":     "package main\n\nimport \"fmt\"\n\nfunc add(a, b int) int { return a + b }\n\nfunc main() { fmt.Println(add(1, 2)) }\n",
		"cmd/x/add_test.go": "package main\n\nimport \"testing\"\n\nfunc TestAdd(t *testing.T) {\n\tif add(1, 2) != 3 {\n\t\tt.Error(\"sum\")\n\t}\n}\n",
	} {
		os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755)
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	m, err := generated(root, "cmd/x")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.build(out); err != nil {
		t.Fatal(err)
	}
	if err := m.student(out, nil); err != nil {
		t.Fatal(err)
	}
	if m.result.Build != "./cmd/x" || m.compare(t) != 1 {
		t.Error("the program is not judged")
	}
}
