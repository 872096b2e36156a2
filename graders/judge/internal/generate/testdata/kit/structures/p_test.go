package structures

import "testing"

func TestLongList(t *testing.T) {
	list := List(20000)
	if Len(list) != 20000 {
		t.Fatal(Len(list))
	}
	if r := Reverse(list); r.Value != 20000 || Len(r) != 20000 || list.Next != nil {
		t.Error("reversed", r.Value)
	}
}

func TestCycles(t *testing.T) {
	ring := Ring(5)
	at := ring
	for range 5 {
		at = at.Next
	}
	if at != ring || !HasCycle(ring) || HasCycle(List(5)) {
		t.Error("ring")
	}
	self := &Node{Value: 1}
	self.Next = self
	if !HasCycle(self) {
		t.Error("self")
	}
}

func TestSharedParts(t *testing.T) {
	a, b := Twins()
	if a.Twin != b || b.Twin != a || a.Up != a || b.Up != a {
		t.Error("twins")
	}
}

func TestTreeKeepsItsNodes(t *testing.T) {
	var root *Tree
	for _, key := range []string{"m", "c", "x", "a"} {
		next := Insert(root, key)
		if root != nil && next != root {
			t.Fatal("the root has changed")
		}
		root = next
	}
	if root.Left.Left.Key != "a" || root.Right.Key != "x" {
		t.Error("tree")
	}
}

func TestMapOfMaps(t *testing.T) {
	g := Graph(map[string][]string{"a": {"b", "c"}, "b": nil})
	if !g["a"]["b"] || g["b"] == nil || len(g["b"]) != 0 || g["z"] != nil {
		t.Error(g)
	}
}
