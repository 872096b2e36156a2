// Command sample does what a line on descriptor 3 asks and answers on descriptor 4.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) > 1 {
		time.Sleep(time.Hour)
	}
	ask, answers := bufio.NewScanner(os.NewFile(3, "ask")), os.NewFile(4, "answers")
	for ask.Scan() {
		word, rest, _ := strings.Cut(ask.Text(), " ")
		fmt.Fprintln(answers, does[word](rest))
	}
	if stays {
		time.Sleep(time.Hour)
	}
}

var stays = false

var does = map[string]func(string) string{
	"double": func(n string) string {
		i, _ := strconv.Atoi(n)
		return strconv.Itoa(2 * i)
	},
	"exit": func(n string) string {
		i, _ := strconv.Atoi(n)
		os.Exit(i)
		return ""
	},
	"exit-soon": func(n string) string {
		i, _ := strconv.Atoi(n)
		time.AfterFunc(10*time.Millisecond, func() { os.Exit(i) })
		return "soon"
	},
	"garbage": func(string) string { return "garbage" },
	"hang": func(string) string {
		time.Sleep(time.Hour)
		return ""
	},
	"print": func(n string) string {
		i, _ := strconv.Atoi(n)
		os.Stderr.WriteString("--- PASS: TestFails\n")
		for i == 0 {
			os.Stdout.WriteString("flood\n")
		}
		os.Stdout.WriteString(strings.Repeat("x", i))
		return "printed"
	},
	"stray": func(string) string {
		if err := exec.Command(os.Args[0], "stray").Start(); err != nil {
			return err.Error()
		}
		return "started"
	},
	"stay": func(string) string {
		stays = true
		return "staying"
	},
	"race": race,
	"panic-soon": func(string) string {
		go func() {
			time.Sleep(50 * time.Millisecond)
			panic("between calls")
		}()
		return "soon"
	},
	"look": look,
	"leave": func(string) string {
		for uid := 69990; uid < 70010; uid++ {
			os.MkdirAll("/tmp/"+strconv.Itoa(uid), 0o700)
			os.MkdirAll(os.TempDir()+"/../"+strconv.Itoa(uid), 0o700)
		}
		return "left"
	},
	"list": func(string) string {
		var names []string
		entries, _ := os.ReadDir(os.TempDir() + "/..")
		for _, entry := range entries {
			if entry.Name() != filepath.Base(os.TempDir()) && !strings.HasPrefix(entry.Name(), "69999-") {
				names = append(names, entry.Name())
			}
		}
		return fmt.Sprint(names)
	},
	"read": func(name string) string {
		text, err := os.ReadFile(name)
		if err != nil {
			return err.Error()
		}
		return string(text)
	},
	"environment": func(string) string {
		var all []string
		for _, pair := range os.Environ() {
			name, _, _ := strings.Cut(pair, "=")
			if name == "HOME" || name == "TMPDIR" {
				pair = name
			}
			all = append(all, pair)
		}
		slices.Sort(all)
		return strings.Join(all, " ")
	},
}

func race(string) string {
	n, done := 0, make(chan bool)
	for range 2 {
		go func() {
			for range 1000 {
				n++
			}
			done <- true
		}()
	}
	<-done
	<-done
	return "raced"
}

// look searches files, processes and signals for what only the tests may have.
func look(pid string) string {
	var found []string
	note := func(what string, text []byte) {
		for _, secret := range []string{"literal-of-a-hidden" + "-test", "can" + "ary"} {
			if bytes.Contains(text, []byte(secret)) {
				found = append(found, what)
				return
			}
		}
	}
	cwd, _ := os.Getwd()
	house := filepath.Dir(filepath.Dir(filepath.Dir(cwd)))
	filepath.WalkDir(house, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil
		}
		if text, err := os.ReadFile(name); err == nil && name != os.Args[0] {
			note(name, text)
		}
		return nil
	})
	for _, name := range []string{"environ", "mem", "maps", "exe", "fd/3", "fd/6", "cwd/testdata/golden.txt", "root", "auxv", "stack"} {
		if file, err := os.Open("/proc/" + pid + "/" + name); err == nil {
			if text := make([]byte, 1); name != "maps" && name != "environ" && name != "root" || read(file, text) {
				found = append(found, "/proc/PID/"+name)
			}
		}
	}
	n, _ := strconv.Atoi(pid)
	if err := syscall.Kill(n, syscall.SIGTERM); err == nil {
		found = append(found, "a signal")
	}
	if err := syscall.PtraceAttach(n); err == nil {
		found = append(found, "ptrace")
	}
	if _, err := os.Stat(filepath.Join(house, "w", "trusted", "69999", "bin")); err == nil {
		found = append(found, "the vault")
	}
	if len(found) == 0 {
		return "nothing"
	}
	return strings.Join(found, " ")
}

func read(file *os.File, into []byte) bool {
	n, _ := file.Read(into)
	return n > 0
}
