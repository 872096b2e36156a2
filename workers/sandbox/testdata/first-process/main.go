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
	case "call":
		say(out, "calls.json", calls())
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

// calls is what the kernel of amd64 answers to system calls that no Go program needs, and to some that it does.
func calls() string {
	asked := map[string][]uintptr{
		"ptrace": {syscall.SYS_PTRACE, syscall.PTRACE_ATTACH, 1}, "process_vm_readv": {310, 1}, "bpf": {321},
		"userfaultfd": {323}, "io_uring_setup": {425, 1}, "keyctl": {syscall.SYS_KEYCTL}, "add_key": {syscall.SYS_ADD_KEY},
		"unshare": {syscall.SYS_UNSHARE, syscall.CLONE_NEWUSER}, "clone of a namespace": {syscall.SYS_CLONE, syscall.CLONE_NEWUSER | 17},
		"mount": {syscall.SYS_MOUNT}, "memfd_create": {319}, "execveat": {322}, "perf_event_open": {298}, "setns": {308},
		"shmget": {syscall.SYS_SHMGET}, "mknod": {133}, "personality": {syscall.SYS_PERSONALITY, 8},
		"sched_setaffinity": {syscall.SYS_SCHED_SETAFFINITY}, "socket of packets": {syscall.SYS_SOCKET, syscall.AF_PACKET, 3},
		"socket of the kernel's ciphers": {syscall.SYS_SOCKET, 38, 5}, "clone3": {435}, "getpid": {syscall.SYS_GETPID},
		"getrandom": {318}, "socket": {syscall.SYS_SOCKET, syscall.AF_INET, syscall.SOCK_STREAM},
	}
	answers := map[string]string{}
	for name, call := range asked {
		args := append(call[1:len(call):len(call)], 0, 0, 0, 0)
		_, _, errno := syscall.RawSyscall6(call[0], args[0], args[1], args[2], args[3], 0, 0)
		answers[name] = ""
		if errno != 0 {
			answers[name] = errno.Error()
		}
	}
	text, _ := json.Marshal(answers)
	return string(text)
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
