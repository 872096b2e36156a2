// Package greeting is right, and takes its time.
package greeting

import "time"

// Hello keeps a lane of the worker busy for fourteen seconds.
func Hello(name string) string {
	time.Sleep(14 * time.Second)
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
