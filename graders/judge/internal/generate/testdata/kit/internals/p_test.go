package internals

import (
	"fmt"
	"testing"
)

func TestUnexported(t *testing.T) {
	if abs(-3) != 3 || (point{1, 2}).dist(point{x: 4, y: 6}) != 7 {
		t.Error("functions")
	}
	p := point{5, 6}
	p.x = 4
	if p != (point{4, 6}) {
		t.Error(p)
	}
}

// values is declared by the tests on the package's type.
func (l *list) values() (all []int) {
	for e := l.head; e != nil; e = e.next {
		all = append(all, e.val)
	}
	return all
}

func TestInside(t *testing.T) {
	l := &list{}
	l.push(1)
	l.push(2)
	if l.size != 2 || fmt.Sprint(l.values()) != "[2 1]" || l.moves() != 2 {
		t.Error(l.size, l.values(), l.moves())
	}
	l.head = &element{val: 9, next: l.head}
	l.push(3)
	if fmt.Sprint(l.values()) != "[3 9 2 1]" || l.moves() != 3 {
		t.Error(l.values())
	}
}
