// Command sample does what its first argument says.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	does[os.Args[1]](os.Args[2:])
}

var does = map[string]func([]string){
	"args": func(args []string) { fmt.Printf("%s %q\n", os.Args[0], args) },
	"sort": func([]string) {
		text, _ := io.ReadAll(os.Stdin)
		fmt.Print(len(strings.Fields(string(text))))
	},
	"exit": func(args []string) {
		code, _ := strconv.Atoi(args[0])
		fmt.Fprintln(os.Stderr, "leaving")
		os.Exit(code)
	},
	"both": func([]string) {
		for i := range 100 {
			fmt.Print("out ", i, "\n")
			fmt.Fprint(os.Stderr, "err ", i, "\n")
		}
	},
	"env": func([]string) { fmt.Println(strings.Join(os.Environ(), "\n")) },
	"echo": func([]string) {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			fmt.Println("you said " + lines.Text())
		}
	},
	"note": func(args []string) {
		was, _ := os.ReadFile("notes/today.txt")
		os.WriteFile("notes/today.txt", append(was, args[0]...), 0o600)
		os.Symlink("/etc/hostname", "link")
	},
	"serve": func([]string) {
		asked := make(chan os.Signal, 1)
		signal.Notify(asked, os.Interrupt, syscall.SIGTERM)
		fmt.Println("ready")
		fmt.Println("goodbye after", <-asked)
	},
	"family": func([]string) {
		self, _ := os.Executable()
		child := exec.Command(self, "args", "child")
		child.Stdout = os.Stdout
		if err := child.Run(); err != nil {
			fmt.Println(err)
		}
	},
	"endless": func([]string) {
		for {
			fmt.Println("more")
		}
	},
	"much": func([]string) {
		for range 2000 {
			fmt.Println(strings.Repeat("x", 99))
		}
	},
	"sleep": func([]string) { time.Sleep(time.Minute) },
	"deaf": func([]string) {
		os.Stdin.Close()
		fmt.Println("done")
	},
}
