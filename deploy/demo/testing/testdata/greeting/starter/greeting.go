// Package greeting is the smallest assignment that loses points in more than one way.
package greeting

// Hello greets.
func Hello(name string) string {
	return ""
}

// Sum adds up.
func Sum(values []int) int {
	return 0
}

// Square multiplies by itself.
func Square(n int) int {
	return 0
}
