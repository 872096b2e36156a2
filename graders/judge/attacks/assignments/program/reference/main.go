// Command sum adds up the numbers on standard input.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
)

func main() {
	fmt.Println(sum(os.Stdin))
}

func sum(in io.Reader) int {
	total := 0
	for lines := bufio.NewScanner(in); lines.Scan(); {
		n, _ := strconv.Atoi(lines.Text())
		total += n
	}
	return total
}
