package sample

// Sum is wrong.
func Sum(n int) []int { return nil }
