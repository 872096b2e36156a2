package main_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"pushmark/kit/programs"
)

func combined(t *testing.T, args ...string) string {
	t.Helper()
	out, err := programs.Command(t, ".", args...).CombinedOutput()
	if err != nil {
		t.Errorf("%v: %.200s", err, out)
	}
	return string(out)
}

func TestLooksAround(t *testing.T) {
	golden, err := os.ReadFile("testdata/golden.txt")
	if err != nil || string(golden) != "canary" {
		t.Fatalf("%q, %v", golden, err)
	}
	self, _ := os.Executable()
	work := filepath.Dir(filepath.Dir(filepath.Dir(filepath.Dir(filepath.Dir(self)))))
	if out := combined(t, "looks", strconv.Itoa(os.Getpid()), work); out != "[]\n" {
		t.Errorf("it reached %s", out)
	}
}

func TestStays(t *testing.T) {
	if out := combined(t, "stays"); out != "<nil>\n" {
		t.Error(out)
	}
}

func TestRunsOn(t *testing.T) {
	if err := programs.Command(t, ".", "sleeps").Start(); err != nil {
		t.Fatal(err)
	}
	syscall.Exit(0)
}

func TestEndsWhileProgramsRun(t *testing.T) {
	for range 3 {
		if err := programs.Command(t, ".", "sleeps").Start(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestStartsTooMany(t *testing.T) {
	for i := range 25 {
		err := programs.Command(t, ".", "sleeps").Start()
		if tooMany := i == 24; (err != nil) != tooMany {
			t.Fatalf("start %d: %v", i, err)
		}
	}
}

func TestWaitsForEver(t *testing.T) {
	programs.Command(t, ".", "sleeps").Run()
}

func TestFloods(t *testing.T) {
	programs.Command(t, ".", "floods").Run()
}

func TestManyShout(t *testing.T) {
	for range 8 {
		programs.Command(t, ".", "shouts").CombinedOutput()
	}
}

func TestLinks(t *testing.T) {
	folder := programs.NewFolder(t)
	cmd := programs.Command(t, ".", "links")
	cmd.Folder = folder
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"answer.txt", "folder/passwd", "pipe", "locked/file"} {
		if text, err := folder.ReadFile(name); err == nil {
			t.Errorf("%s: %q", name, text)
		}
	}
	for _, name := range []string{"answer.txt", "pipe"} {
		if err := folder.WriteFile(name, []byte("mine")); err != nil {
			t.Error(err)
		}
		if text, err := folder.ReadFile(name); string(text) != "mine" {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	for _, name := range []string{"folder/mine", "locked/file"} {
		if err := folder.WriteFile(name, []byte("mine")); err == nil {
			t.Errorf("%s was written", name)
		}
	}
}

func TestMoves(t *testing.T) {
	folder := programs.NewFolder(t)
	cmd := programs.Command(t, ".", "moves")
	cmd.Folder = folder
	out, err := cmd.CombinedOutput()
	if string(out) != "<nil> <nil>\n" || err != nil {
		t.Fatalf("%s, %v", out, err)
	}
	// It leads the program's user where it could have gone itself, and writes nothing.
	if err := folder.WriteFile("passwd", nil); err == nil {
		t.Error("/etc/passwd was written")
	}
	again := programs.Command(t, ".", "crashes")
	again.Folder = folder
	if err := again.Run(); err == nil {
		t.Error("it did not crash")
	}
}

func TestCrashes(t *testing.T) {
	end := (*programs.ExitError)(nil)
	if _, err := programs.Command(t, ".", "crashes").Output(); !errors.As(err, &end) || end.Code != 2 || !strings.Contains(string(end.Stderr), "index out of range") {
		t.Errorf("%v", err)
	}
	t.Error("as it should not")
}

func TestRaces(t *testing.T) {
	combined(t, "races")
}

func TestAsksForWhatIsNotThere(t *testing.T) {
	for name, want := range map[string]string{"missing": "not built", "../elsewhere": "no program"} {
		if err := programs.Command(t, name).Run(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := programs.Command(t, ".", strings.Repeat("x", 100<<10)).Run(); err == nil || !strings.Contains(err.Error(), "96 KiB") {
		t.Error(err)
	}
	if err := programs.Command(t, ".", "a\x00b").Run(); err == nil {
		t.Error("started")
	}
}

func TestLeavesNothing(t *testing.T) {
	entries, err := os.ReadDir(filepath.Dir(os.TempDir()))
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}
