// Command sample reads and writes beside itself, and tells where that is.
package main

import (
	"errors"
	"fmt"
	"os"
)

func main() {
	text, err := os.ReadFile("../testdata/greeting.txt")
	for _, name := range []string{"greeting.txt", "../out.txt", "out.txt"} {
		err = errors.Join(err, os.WriteFile(name, []byte("changed"), 0o644))
	}
	here, wrong := os.Getwd()
	above, lost := os.Stat("../../../trees")
	if err := errors.Join(err, wrong, lost); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(here, string(text), above.Mode().Perm())
}
