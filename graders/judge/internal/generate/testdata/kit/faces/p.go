package faces

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"sort"
	"strings"
)

type Shape interface {
	Area() float64
	Name() string
}

type Circle struct{ R float64 }

func (c Circle) Area() float64 { return math.Pi * c.R * c.R }
func (c Circle) Name() string  { return "circle" }

type square struct{ side float64 }

func (s *square) Area() float64 { return s.side * s.side }
func (s *square) Name() string  { return "square" }

func Square(side float64) Shape { return &square{side} }
func Round(r float64) Shape     { return Circle{r} }
func None() Shape               { return nil }
func Largest(shapes ...Shape) Shape {
	sort.Slice(shapes, func(i, j int) bool { return shapes[i].Area() > shapes[j].Area() })
	return shapes[0]
}
func Describe(s fmt.Stringer) string { return "<" + s.String() + ">" }
func Lines(r io.Reader) (n int, err error) {
	in := bufio.NewScanner(r)
	for in.Scan() {
		n++
	}
	return n, in.Err()
}
func Shout(r io.Reader) io.Reader { return &shouter{r} }

type shouter struct{ r io.Reader }

func (s *shouter) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	copy(p, strings.ToUpper(string(p[:n])))
	return n, err
}
func Write(w io.Writer, parts ...string) error {
	for _, p := range parts {
		if _, err := io.WriteString(w, p); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return nil
}
func SortAll(s sort.Interface) { sort.Sort(s) }

type Visitor interface {
	Visit(depth int, s Shape) (Visitor, error)
}

func Walk(v Visitor, shapes []Shape) error {
	for i, s := range shapes {
		next, err := v.Visit(i, s)
		if err != nil {
			return err
		}
		v = next
	}
	return nil
}

type Logger interface {
	Log(format string, args ...any)
}

func Work(l Logger) { l.Log("%s %d", "step", 1); l.Log("done") }
