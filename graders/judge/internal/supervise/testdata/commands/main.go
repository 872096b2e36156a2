// Command sample writes files where it is told to, and may take away their folder.
package main

import (
	"fmt"
	"os"
)

func main() {
	dir := os.Args[1]
	os.WriteFile(dir+"/profile.txt", []byte("mode: set\x00\n"), 0o600)
	os.Symlink("/etc/passwd", dir+"/link.txt")
	if len(os.Args) > 2 {
		os.RemoveAll(dir)
	}
	if len(os.Args) > 2 && os.Args[2] == "replaces" {
		os.WriteFile(dir, []byte("no folder"), 0o600)
	}
	fmt.Println("written")
	fmt.Fprintln(os.Stderr, "and said")
	os.Exit(7)
}
