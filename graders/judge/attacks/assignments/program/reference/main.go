// Command sum adds up the numbers on standard input.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"syscall"
)

func main() {
	out := flag.String("o", "", "where answers go")
	verbose := flag.Bool("v", false, "tell every sum on the way")
	flag.Parse()
	to := os.Stdout
	if *out != "" {
		file, err := os.Create(*out)
		exitOn(err)
		to = file
	}
	if flag.NArg() == 0 {
		total, err := sumUntilInterrupt(os.Stdin, *verbose)
		exitOn(err)
		fmt.Fprintln(to, total)
	}
	for _, name := range flag.Args() {
		file, err := os.Open(name)
		exitOn(err)
		total, err := sum(file, nil)
		exitOn(err)
		fmt.Fprintln(to, total, name)
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "sum:", err)
		os.Exit(3)
	}
}

// sumUntilInterrupt gives what was added up so far when the program is interrupted.
func sumUntilInterrupt(in io.Reader, verbose bool) (int, error) {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt, syscall.SIGTERM)
	type result struct {
		total int
		err   error
	}
	totals, ended := make(chan int), make(chan result, 1)
	go func() {
		total, err := sum(in, totals)
		ended <- result{total, err}
	}()
	soFar := 0
	for {
		select {
		case soFar = <-totals:
			if verbose {
				fmt.Fprintln(os.Stderr, soFar)
			}
		case end := <-ended:
			return end.total, end.err
		case <-interrupted:
			return soFar, nil
		}
	}
}

// sum adds up lines and tells every sum on the way to whoever wants it.
func sum(in io.Reader, totals chan<- int) (int, error) {
	total, line := 0, 0
	for lines := bufio.NewScanner(in); lines.Scan(); {
		line++
		n, err := strconv.Atoi(lines.Text())
		if err != nil {
			return 0, fmt.Errorf("line %d: %q is no number", line, lines.Text())
		}
		total += n
		if totals != nil {
			totals <- total
		}
	}
	return total, nil
}
