// Command firstprocess stands in for the judge as the first process of a container: it reads the job and then does
// what its `act` says, to be ended from outside or to say what it sees.
package main

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"
)

func main() {
	out := tar.NewWriter(os.Stdout)
	act := readJob()
	say(out, "started", strings.Join(os.Args[1:], " "))
	switch act {
	case "use memory":
		var kept [][]byte
		for {
			kept = append(kept, bytes.Repeat([]byte{1}, 1<<20))
		}
	case "sleep":
		time.Sleep(time.Hour)
	case "flood":
		for n := 0; ; n++ {
			say(out, fmt.Sprint("flood/", n), strings.Repeat("x", 1<<16))
		}
	case "fail":
		fmt.Fprintln(os.Stderr, "first a note\nthe overlay is missing")
		os.Exit(70)
	case "crash":
		// The first process of a container cannot be signalled by itself, only end as if it had been.
		syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 128+uintptr(syscall.SIGSEGV), 0, 0)
	case "print":
		fmt.Println("PASS")
		return
	case "look":
		say(out, "sight.json", sight())
	}
	say(out, "end.json", `{"ok":true}`)
	out.Close()
}

func readJob() string {
	var job struct{ Act string }
	in := tar.NewReader(os.Stdin)
	for {
		header, err := in.Next()
		if err != nil {
			return job.Act
		}
		content, _ := io.ReadAll(in)
		if header.Name == "job.json" {
			json.Unmarshal(content, &job)
			if job.Act == "hang up" {
				fmt.Fprintln(os.Stderr, "no patience")
				os.Exit(70)
			}
		}
	}
}

func say(out *tar.Writer, name, text string) {
	out.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text))})
	io.WriteString(out, text)
	out.Flush()
}

// sight is what a program can see and do here.
func sight() string {
	interfaces, _ := net.Interfaces()
	names := []string{}
	for _, one := range interfaces {
		names = append(names, one.Name)
	}
	_, dialed := net.DialTimeout("tcp", "192.0.2.1:80", time.Second)
	status, _ := os.ReadFile("/proc/self/status")
	facts := map[string]any{
		"uid": os.Getuid(), "env": os.Environ(), "interfaces": names, "dial": fmt.Sprint(dialed),
		"root": written("/opt/pushmark/x"), "tmp": written("/tmp/x"), "capabilities": field(status, "CapEff"),
		"noNewPrivs": field(status, "NoNewPrivs"), "seccomp": field(status, "Seccomp"),
		"executes": executes("/tmp/copy"), "sizes": limit(syscall.RLIMIT_CORE),
	}
	text, _ := json.Marshal(facts)
	return string(text)
}

func written(path string) string {
	return fmt.Sprint(os.WriteFile(path, []byte("x"), 0o644))
}

func field(status []byte, name string) string {
	_, rest, _ := strings.Cut(string(status), name+":\t")
	value, _, _ := strings.Cut(rest, "\n")
	return value
}

// executes tries to start a copy of this program; access says what execve would say.
func executes(path string) bool {
	self, _ := os.ReadFile("/proc/self/exe")
	os.WriteFile(path, self, 0o755)
	process, err := os.StartProcess(path, []string{path}, &os.ProcAttr{})
	if err != nil {
		return false
	}
	process.Kill()
	process.Wait()
	return true
}

func limit(resource int) uint64 {
	var found syscall.Rlimit
	syscall.Getrlimit(resource, &found)
	return found.Cur
}
