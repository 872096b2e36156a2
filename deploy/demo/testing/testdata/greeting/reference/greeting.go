// Package greeting is the smallest assignment that loses points in more than one way.
package greeting

// Hello greets.
func Hello(name string) string {
	return "Hello, " + name + "!"
}

// Sum adds up.
func Sum(values []int) int {
	sum := 0
	for _, value := range values {
		sum += value
	}
	return sum
}

// Square multiplies by itself.
func Square(n int) int {
	return n * n
}
