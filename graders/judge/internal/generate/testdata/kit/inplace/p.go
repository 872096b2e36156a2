package inplace

import "sort"

type Point struct{ X, Y int }

func Sort(s []int) { sort.Ints(s) }
func Fill(grid [][]rune, r rune) {
	for _, row := range grid {
		for i := range row {
			row[i] = r
		}
	}
}
func Count(m map[string]int, w string) { m[w]++ }
func Drop(m map[string]int)            { clear(m) }
func Inc(p *int)                       { *p++ }
func Move(p *Point, dx int)            { p.X += dx }
func Swap(a, b *Point)                 { *a, *b = *b, *a }
func First(s []int) []int              { return s[:2] }
func Tail(s []int) []int               { return s[1:] }
func Same(p *Point) *Point             { return p }
func Append(s []int, v int) []int      { return append(s, v) }
func Rotate(a *[3]int)                 { a[0], a[1], a[2] = a[1], a[2], a[0] }
func Alias(a, b *Point) bool           { return a == b }

type Store struct{ kept [][]int }

func (s *Store) Keep(v []int)     { s.kept = append(s.kept, v) }
func (s *Store) KeepCopy(v []int) { s.kept = append(s.kept, append([]int(nil), v...)) }
func (s *Store) At(i int) []int   { return s.kept[i] }
func (s *Store) Sum() (n int) {
	for _, k := range s.kept {
		for _, v := range k {
			n += v
		}
	}
	return n
}
func (s *Store) Double() {
	for _, k := range s.kept {
		for i := range k {
			k[i] *= 2
		}
	}
}
