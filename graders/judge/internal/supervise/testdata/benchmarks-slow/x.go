package sample

// Sum copies all for each element.
func Sum(n int) []int {
	var all []int
	for i := range n {
		all = append(append([]int{}, all...), i)
	}
	return all
}
