package supervise

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// readsItself is the command of a sample that has a test besides.
const readsItself = "reads-itself/."

const reachedNothing = "reached []\n"

// Whoever reads its own program finds what it is linked with: the literals of hidden tests, or who asks it what.
func TestAPlainBuildReadsNeitherItselfNorOthers(t *testing.T) {
	command := build(t, readsItself)
	linked := carryOut(t, testsStep("TestReadsItself"), map[string][]byte{programID: build(t, "reads-itself")}).only(t)
	servant := carryOut(t, sealedStep("TestAnswers"), map[string][]byte{programID: build(t, "sealed-tests"), otherID: command}).only(t)
	started := carryOut(t, outsideStep("TestStays"), map[string][]byte{programID: build(t, "outside-tests"), otherID: command}).only(t)
	for kind, printed := range map[string]string{"linked": linked.Stdout, "a servant": servant.Servant.Stdout, "a program": started.Programs[0].Stdout} {
		if !strings.HasPrefix(printed, reachedNothing) {
			t.Errorf("%s: %q", kind, printed)
		}
	}
}

// The sample is no use if it cannot read what anybody may.
func TestTheSampleThatReadsItselfCan(t *testing.T) {
	program := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(program, build(t, readsItself), 0o755); err != nil {
		t.Fatal(err)
	}
	other := exec.Command("sleep", "60")
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer other.Wait()
	defer other.Process.Kill()
	printed, err := exec.Command(program).Output()
	for _, path := range []string{"/proc/self/exe ", program, "/proc/self/mem ", "/proc/self/environ ", fmt.Sprintf("/proc/%d/environ", other.Process.Pid)} {
		if err != nil || !strings.Contains(string(printed), path) {
			t.Errorf("%s is not in %s, %v", path, printed, err)
		}
	}
}
