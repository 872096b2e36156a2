// Package greeting is wrong in three places.
package greeting

// Hello does not greet.
func Hello(name string) string {
	return "Bye, " + name
}

// Sum needs a first value.
func Sum(values []int) int {
	sum := values[0]
	for _, value := range values[1:] {
		sum += value
	}
	return sum
}

// Square panics where only hidden tests look.
func Square(n int) int {
	panic("square")
}
