package internals

type point struct{ x, y int }

func (p point) dist(q point) int { return abs(p.x-q.x) + abs(p.y-q.y) }
func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

type list struct {
	head *element
	size int
	log  []string
}

type element struct {
	val  int
	next *element
}

func (l *list) push(v int) { l.head = &element{v, l.head}; l.size++; l.log = append(l.log, "push") }
func (l *list) moves() int { return len(l.log) }
