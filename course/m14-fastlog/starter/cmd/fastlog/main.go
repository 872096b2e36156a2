// Command fastlog analyses the log on standard input and writes the summary on standard output.
package main

import (
	"fmt"
	"io"
	"os"

	"course/fastlog/fastlog"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "fastlog:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	s, err := fastlog.Analyze(in)
	if err != nil {
		return err
	}
	return fastlog.Write(out, s)
}
