// Command endings ends as its first argument says.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

func main() {
	switch os.Args[1] {
	case "exit":
		fmt.Println("done")
		os.Exit(3)
	case "signal":
		syscall.Kill(os.Getpid(), syscall.SIGTERM)
		time.Sleep(time.Minute)
	case "sleep":
		time.Sleep(time.Hour)
	case "memory":
		var kept [][]byte
		for {
			kept = append(kept, bytes.Repeat([]byte{1}, 1<<20))
		}
	case "output":
		for {
			fmt.Println(strings.Repeat("x", 1000))
		}
	case "processes":
		var children []*exec.Cmd
		for {
			child := exec.Command("/proc/self/exe", "sleep")
			if err := child.Start(); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			children = append(children, child)
		}
	}
}
