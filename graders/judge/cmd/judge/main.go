// Command judge is the first process of both sandboxes and the maker of the recording testing package.
package main

import (
	"flag"
	"fmt"
	"os"

	"pushmark/judge/internal/overlay"
)

func main() {
	if len(os.Args) < 2 || os.Args[1] != "overlay" {
		fmt.Fprintln(os.Stderr, "usage: judge overlay -goroot DIR -out DIR")
		os.Exit(64)
	}
	flags := flag.NewFlagSet("overlay", flag.ExitOnError)
	goroot := flags.String("goroot", "", "root of the Go toolchain")
	out := flags.String("out", "", "folder for overlay.json and the files")
	flags.Parse(os.Args[2:])
	path, err := overlay.Write(*goroot, *out)
	if err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(70)
	}
	fmt.Println(path)
}
