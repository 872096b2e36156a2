package anys

import "fmt"

type Item struct{ N int }

type Set struct{ m map[any]bool }

func NewSet() *Set { return &Set{map[any]bool{}} }
func (s *Set) Add(v any) bool {
	if s.m[v] {
		return false
	}
	s.m[v] = true
	return true
}
func (s *Set) Has(v any) bool { return s.m[v] }
func (s *Set) All() (all []any) {
	for v := range s.m {
		all = append(all, v)
	}
	return all
}
func Kind(v any) string { return fmt.Sprintf("%T", v) }
func Echo(v any) any    { return v }
func Sum(list []any) (n float64) {
	for _, v := range list {
		switch v := v.(type) {
		case int:
			n += float64(v)
		case float64:
			n += v
		case []int:
			for _, x := range v {
				n += float64(x)
			}
		case Item:
			n += float64(v.N)
		case *Item:
			n += float64(v.N)
			v.N = 0
		case func() int:
			n += float64(v())
		}
	}
	return n
}
func Tree() any { return map[string]any{"a": []any{1, "x", nil, 2.5}, "b": map[string]any{"c": true}} }
