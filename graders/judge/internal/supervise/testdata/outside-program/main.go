// Command sample tries what its first argument says, and prints what it has reached.
package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	does[os.Args[1]](os.Args[2:])
}

var does = map[string]func([]string){
	"looks": func(args []string) {
		pid, _ := strconv.Atoi(args[0])
		reached := append(descriptors(), others(pid)...)
		fmt.Println(append(reached, files(args[1])...))
	},
	"stays": func([]string) {
		child := exec.Command("/proc/self/exe", "sleeps")
		child.Stdout = os.Stdout
		child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		fmt.Println(child.Start())
	},
	"sleeps": func([]string) { time.Sleep(time.Hour) },
	"floods": func([]string) {
		for {
			fmt.Println(strings.Repeat("x", 1000))
		}
	},
	"shouts": func([]string) { fmt.Print(strings.Repeat("x", 10_000)) },
	"links": func([]string) {
		os.Symlink("/etc/passwd", "answer.txt")
		os.Symlink("/etc", "folder")
		syscall.Mkfifo("pipe", 0o644)
		os.Mkdir("locked", 0)
		home, _ := os.Getwd()
		os.WriteFile("../mine", []byte("left here"), 0o644)
		os.Remove(filepath.Join(home, "nothing"))
	},
	"moves": func([]string) {
		home, _ := os.Getwd()
		fmt.Println(os.Rename(home, home+".old"), os.Symlink("/etc", home))
	},
	"crashes": func([]string) {
		var list []int
		fmt.Println(list[len(os.Args)])
	},
	"races": func([]string) {
		n, done := 0, make(chan bool)
		go func() { n++; done <- true }()
		n++
		<-done
		fmt.Println(n)
	},
	"cat": func([]string) { io.Copy(os.Stdout, os.Stdin) },
}

// descriptors that nobody has told us of.
func descriptors() (reached []string) {
	for fd := 3; fd < 10; fd++ { // above are those that whoever tests us has left open
		target, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", fd))
		isOfGo := strings.HasPrefix(target, "anon_inode:[event") || strings.HasPrefix(target, "/sys/fs/cgroup/") || strings.HasPrefix(target, "/proc/")
		if err == nil && !isOfGo {
			reached = append(reached, fmt.Sprintf("descriptor %d %s", fd, target))
		}
	}
	for fd := range 3 {
		if file, err := os.OpenFile(fmt.Sprintf("/proc/self/fd/%d", fd), []int{os.O_WRONLY, os.O_RDONLY, os.O_RDONLY}[fd], 0); err == nil && fd > 0 {
			reached = append(reached, "the other end of "+file.Name())
		}
	}
	return reached
}

// others tries what can be done to a process.
func others(pid int) (reached []string) {
	for _, name := range []string{"mem", "environ", "maps", "fd", "fd/3", "fd/6", "exe", "cwd", "root"} {
		if file, err := os.Open(fmt.Sprintf("/proc/%d/%s", pid, name)); err == nil {
			reached = append(reached, file.Name())
		}
	}
	if file, err := os.OpenFile(fmt.Sprintf("/proc/%d/fd/3", pid), os.O_WRONLY, 0); err == nil {
		reached = append(reached, "records "+file.Name())
	}
	for _, target := range []int{pid, os.Getppid(), 1} {
		if syscall.Kill(target, syscall.SIGSTOP) == nil {
			reached = append(reached, "signal")
		}
		if syscall.PtraceAttach(target) == nil {
			reached = append(reached, "ptrace")
		}
	}
	return reached
}

func files(work string) (reached []string) {
	filepath.WalkDir(work, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return nil
		}
		text, _ := os.ReadFile(name)
		if bytes.Contains(text, []byte("can"+"ary")) || bytes.Contains(text, []byte("TestLooks")) {
			reached = append(reached, name)
		}
		return nil
	})
	return reached
}
