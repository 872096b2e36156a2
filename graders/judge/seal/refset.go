package seal

import "slices"

// refSet is a list of refs without repetition. Most are short: then a search is cheaper than a map.
type refSet struct {
	list  []*ref
	known map[*ref]bool
}

const shortSet = 12

// add reports whether the ref is new in the set.
func (s *refSet) add(r *ref) bool {
	if len(s.list) < shortSet {
		if slices.Contains(s.list, r) {
			return false
		}
		s.list = append(s.list, r)
		return true
	}
	if s.known == nil {
		s.known = map[*ref]bool{}
		for _, one := range s.list {
			s.known[one] = true
		}
	}
	if s.known[r] {
		return false
	}
	s.known[r] = true
	s.list = append(s.list, r)
	return true
}
