// Command sample writes files where it is told to.
package main

import (
	"fmt"
	"os"
)

func main() {
	dir := os.Args[1]
	os.WriteFile(dir+"/profile.txt", []byte("mode: set\x00\n"), 0o600)
	os.Symlink("/etc/passwd", dir+"/link.txt")
	fmt.Println("written")
	fmt.Fprintln(os.Stderr, "and said")
	os.Exit(7)
}
