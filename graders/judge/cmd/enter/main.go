// Command enter is `judge enter` as a program of its own, which starts in a fraction of the time and is started for
// every process of every test.
package main

import (
	"os"

	"pushmark/judge/internal/enter"
)

// ourFault is the status of a judge that failed.
const ourFault = 70

func main() {
	if len(os.Args) < 2 || os.Args[1] != "enter" {
		os.Exit(ourFault)
	}
	if err := enter.Enter(os.Args[2:]); err != nil {
		os.Stderr.WriteString("judge: " + err.Error() + "\n")
		os.Exit(ourFault)
	}
}
