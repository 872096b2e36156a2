// Command judge is the first process of both sandboxes, and the maker of the recording testing package.
package main

import (
	"fmt"
	"os"
)

// Exit codes: 0 whatever the students' code did.
const (
	usage    = 64
	ourFault = 70
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, help)
		os.Exit(usage)
	}
	command, known := commands()[os.Args[1]]
	if !known {
		fmt.Fprint(os.Stderr, help)
		os.Exit(usage)
	}
	if err := command(os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(ourFault)
	}
}
