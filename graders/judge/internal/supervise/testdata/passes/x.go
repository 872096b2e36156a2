package sample

// Double is what the tests call.
func Double(n int) int { return 2 * n }
