package sample

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

func again(t *testing.T, as string) *exec.Cmd {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, "-test.run=^TestChild$")
	command.Env = append(os.Environ(), "CHILD="+as)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return command
}

func TestChild(t *testing.T) {
	switch os.Getenv("CHILD") {
	case "fails":
		t.Error("the child fails")
	case "stays":
		time.Sleep(time.Minute)
	case "descriptors":
		for _, name := range []string{"3", "4", "5"} {
			if target, err := os.Readlink("/proc/self/fd/" + name); err == nil && len(target) > 5 && target[:5] == "pipe:" {
				t.Errorf("descriptor %s is %s", name, target)
			}
		}
	}
}

func TestWaits(t *testing.T) {
	if err := again(t, "passes").Run(); err != nil {
		t.Error(err)
	}
	if err := again(t, "fails").Run(); err == nil {
		t.Error("no error")
	}
	if err := again(t, "descriptors").Run(); err != nil {
		t.Error(err)
	}
}

func TestForgetsToWait(t *testing.T) {
	passes := again(t, "passes")
	if err := passes.Start(); err != nil {
		t.Error(err)
	}
	killed := again(t, "stays")
	if err := killed.Start(); err != nil {
		t.Error(err)
	}
	killed.Process.Kill()
	for _, child := range []*exec.Cmd{passes, killed} {
		for !isDead(child.Process.Pid) {
			time.Sleep(time.Millisecond)
		}
	}
}

// isDead says that a child has ended that nobody has waited for.
func isDead(pid int) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, state, _ := strings.Cut(string(text), ") ")
	return err != nil || strings.HasPrefix(state, "Z")
}

func TestLeavesAStray(t *testing.T) {
	for range 3 {
		if err := again(t, "stays").Start(); err != nil {
			t.Error(err)
		}
	}
}
