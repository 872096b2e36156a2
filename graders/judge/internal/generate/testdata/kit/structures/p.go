package structures

type Node struct {
	Value int
	Next  *Node
}

type Tree struct {
	Left, Right *Tree
	Key         string
}

type Cell struct {
	Up, Down, Twin *Cell
	N              int
}

func List(n int) *Node {
	var head *Node
	for i := n; i > 0; i-- {
		head = &Node{i, head}
	}
	return head
}

func Len(n *Node) (count int) {
	for ; n != nil; n = n.Next {
		count++
	}
	return count
}

func Reverse(n *Node) *Node {
	var prev *Node
	for n != nil {
		n.Next, prev, n = prev, n, n.Next
	}
	return prev
}

func Ring(n int) *Node {
	head := List(n)
	last := head
	for last.Next != nil {
		last = last.Next
	}
	last.Next = head
	return head
}

func HasCycle(n *Node) bool {
	slow, fast := n, n
	for fast != nil && fast.Next != nil {
		slow, fast = slow.Next, fast.Next.Next
		if slow == fast {
			return true
		}
	}
	return false
}

func Insert(t *Tree, key string) *Tree {
	if t == nil {
		return &Tree{Key: key}
	}
	if key < t.Key {
		t.Left = Insert(t.Left, key)
	} else {
		t.Right = Insert(t.Right, key)
	}
	return t
}

func Twins() (*Cell, *Cell) {
	a, b := &Cell{N: 1}, &Cell{N: 2}
	a.Twin, b.Twin = b, a
	a.Up, b.Up = a, a
	return a, b
}

func Graph(edges map[string][]string) map[string]map[string]bool {
	g := map[string]map[string]bool{}
	for from, list := range edges {
		g[from] = map[string]bool{}
		for _, to := range list {
			g[from][to] = true
		}
	}
	return g
}
