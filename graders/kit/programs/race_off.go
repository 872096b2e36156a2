//go:build !race

package programs

// raced: the tests were built with the race detector, so programs are, too.
const raced = false
