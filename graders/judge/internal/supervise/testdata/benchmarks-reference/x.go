package sample

// Sum is the reference.
func Sum(n int) []int {
	all := make([]int, 0, n)
	for i := range n {
		all = append(all, i)
	}
	return all
}
