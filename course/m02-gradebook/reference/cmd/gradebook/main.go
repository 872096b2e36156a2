// Command gradebook reads commands from standard input, one a line, and answers on standard output.
//
//	add NAME SCORE...   average NAME   top N   curve POINTS   remove NAME   histogram BINS   report
//
// A line that cannot be carried out is reported on standard error and skipped; the exit status is then 1.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"course/gradebook/gradebook"
)

func main() {
	os.Exit(run(os.Stdin, os.Stdout, os.Stderr))
}

// run carries out every line of in and returns the exit status.
func run(in io.Reader, out, errs io.Writer) int {
	book := gradebook.New()
	status := 0
	lines := bufio.NewScanner(in)
	for number := 1; lines.Scan(); number++ {
		words := strings.Fields(lines.Text())
		if len(words) == 0 {
			continue
		}
		if err := execute(book, words[0], words[1:], out); err != nil {
			fmt.Fprintf(errs, "line %d: %v\n", number, err)
			status = 1
		}
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(errs, err)
		return 1
	}
	return status
}

// execute carries out one command.
func execute(book *gradebook.Book, command string, args []string, out io.Writer) error {
	if command == "report" && len(args) == 0 {
		return book.Report(out)
	}
	if len(args) == 0 {
		return fmt.Errorf("%s: unknown command or missing argument", command)
	}
	if command == "add" {
		return add(book, args[0], args[1:])
	}
	if len(args) > 1 {
		return fmt.Errorf("%s: too many arguments", command)
	}
	switch command {
	case "average":
		return average(book, args[0], out)
	case "remove":
		return remove(book, args[0])
	case "curve":
		return curve(book, args[0])
	case "top":
		return top(book, args[0], out)
	case "histogram":
		return histogram(book, args[0], out)
	}
	return fmt.Errorf("%s: unknown command", command)
}

// add parses all scores before it stores any, so that a bad line changes nothing.
func add(book *gradebook.Book, name string, words []string) error {
	scores := make([]float64, len(words))
	for i, word := range words {
		score, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return err
		}
		scores[i] = score
	}
	book.Add(name, scores...)
	return nil
}

func average(book *gradebook.Book, name string, out io.Writer) error {
	mean, err := book.Average(name)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%.2f\n", mean)
	return err
}

func remove(book *gradebook.Book, name string) error {
	if !book.Remove(name) {
		return fmt.Errorf("%w: %q", gradebook.ErrUnknown, name)
	}
	return nil
}

func curve(book *gradebook.Book, word string) error {
	points, err := strconv.ParseFloat(word, 64)
	if err != nil {
		return err
	}
	book.Curve(func(score float64) float64 { return score + points })
	return nil
}

func top(book *gradebook.Book, word string, out io.Writer) error {
	n, err := strconv.Atoi(word)
	if err != nil {
		return err
	}
	for _, e := range book.Top(n) {
		if _, err := fmt.Fprintf(out, "%s %.2f\n", e.Name, e.Average); err != nil {
			return err
		}
	}
	return nil
}

func histogram(book *gradebook.Book, word string, out io.Writer) error {
	bins, err := strconv.Atoi(word)
	if err != nil {
		return err
	}
	if bins <= 0 {
		return errors.New("histogram: the number of bins must be positive")
	}
	_, err = fmt.Fprintln(out, strings.Trim(fmt.Sprint(book.Histogram(bins)), "[]"))
	return err
}
