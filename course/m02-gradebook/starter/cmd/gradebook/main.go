// Command gradebook reads commands from standard input, one a line, and answers on standard output.
package main

import (
	"io"
	"os"
)

func main() {
	os.Exit(run(os.Stdin, os.Stdout, os.Stderr))
}

// run carries out every line of in and returns the exit status.
func run(in io.Reader, out, errs io.Writer) int {
	return 0
}
