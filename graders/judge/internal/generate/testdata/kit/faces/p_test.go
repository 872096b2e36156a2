package faces_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"testing"

	"kit/faces"
)

type rect struct{ w, h float64 }

func (r *rect) Area() float64 { return r.w * r.h }
func (r *rect) Name() string  { return "rect" }

func TestShapes(t *testing.T) {
	r := &rect{3, 4}
	if got := faces.Largest(faces.Square(2), r, faces.Round(1)); got != faces.Shape(r) {
		t.Errorf("%T", got)
	}
	sq := faces.Square(5)
	if faces.Largest(sq, r) != sq || sq.Name() != "square" || faces.None() != nil {
		t.Error("square")
	}
	c, is := faces.Round(2).(faces.Circle)
	if !is || c.R != 2 {
		t.Error("circle stays concrete")
	}
}

type name string

func (n name) String() string { return string(n) }

func TestStringer(t *testing.T) {
	if faces.Describe(name("x")) != "<x>" {
		t.Error("Describe")
	}
}

type broken struct{ n int }

var errDisk = errors.New("disk")

func (b *broken) Write(p []byte) (int, error) {
	if b.n--; b.n < 0 {
		return 0, errDisk
	}
	return len(p), nil
}

func TestReadersAndWriters(t *testing.T) {
	if n, err := faces.Lines(strings.NewReader("a\nb\nc")); n != 3 || err != nil {
		t.Error(n, err)
	}
	text, err := io.ReadAll(faces.Shout(strings.NewReader(strings.Repeat("hello ", 2000))))
	if err != nil || string(text) != strings.Repeat("HELLO ", 2000) {
		t.Error(len(text), err)
	}
	var b bytes.Buffer
	if err := faces.Write(&b, "a", "b"); err != nil || b.String() != "ab" {
		t.Error(err, b.String())
	}
	if err := faces.Write(&broken{1}, "a", "b", "c"); !errors.Is(err, errDisk) || err.Error() != "write: disk" {
		t.Error(err)
	}
}

func TestSortInterface(t *testing.T) {
	s := []int{3, 1, 2}
	faces.SortAll(sort.IntSlice(s))
	if fmt.Sprint(s) != "[1 2 3]" {
		t.Error(s)
	}
}

type visitor struct{ seen *[]string }

func (v visitor) Visit(depth int, s faces.Shape) (faces.Visitor, error) {
	if depth > 1 {
		return nil, errDisk
	}
	*v.seen = append(*v.seen, fmt.Sprint(depth, s.Name()))
	return v, nil
}

func TestVisitor(t *testing.T) {
	var seen []string
	err := faces.Walk(visitor{&seen}, []faces.Shape{faces.Square(1), &rect{1, 1}, faces.Round(1)})
	if err != errDisk || fmt.Sprint(seen) != "[0square 1rect]" {
		t.Error(err, seen)
	}
}

type logger struct {
	t     *testing.T
	lines []string
}

func (l *logger) Log(format string, args ...any) {
	l.lines = append(l.lines, fmt.Sprintf(format, args...))
}

func TestLogger(t *testing.T) {
	l := &logger{t: t}
	faces.Work(l)
	if strings.Join(l.lines, "|") != "step 1|done" {
		t.Error(l.lines)
	}
}
