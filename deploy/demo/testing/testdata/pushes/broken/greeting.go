// Package greeting does not compile.
package greeting

// Hello greets nobody.
func Hello(name string) string {
	return nam
}

// Sum adds up.
func Sum(values []int) int { return 0 }

// Square multiplies by itself.
func Square(n int) int { return n * n }
