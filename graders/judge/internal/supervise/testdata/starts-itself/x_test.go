package sample

import (
	"os"
	"os/exec"
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
	if err := again(t, "passes").Start(); err != nil {
		t.Error(err)
	}
	command := again(t, "stays")
	if err := command.Start(); err != nil {
		t.Error(err)
	}
	command.Process.Kill()
	time.Sleep(20 * time.Millisecond)
}

func TestLeavesAStray(t *testing.T) {
	for range 3 {
		if err := again(t, "stays").Start(); err != nil {
			t.Error(err)
		}
	}
}
