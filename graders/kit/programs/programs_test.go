package programs_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"pushmark/kit/programs"
)

// These tests run twice: here by `go test`, and by the supervisor's own tests in the way that students are judged.

func sample(t *testing.T, args ...string) *programs.Cmd {
	t.Helper()
	return programs.Command(t, "testdata/sample", args...)
}

func TestArgumentsAndOutput(t *testing.T) {
	out, err := sample(t, "args", "a b", "", "-x").Output()
	if want := "sample [\"a b\" \"\" \"-x\"]\n"; string(out) != want || err != nil {
		t.Errorf("%q, %v, want %q", out, err, want)
	}
}

func TestInputOfAnySizeIsRead(t *testing.T) {
	cmd := sample(t, "sort")
	cmd.Stdin = strings.NewReader(strings.Repeat("word ", 200_000))
	if out, err := cmd.Output(); string(out) != "200000" || err != nil {
		t.Errorf("%q, %v", out, err)
	}
}

func TestWithoutInputThereIsNothingToRead(t *testing.T) {
	if out, err := sample(t, "sort").Output(); string(out) != "0" || err != nil {
		t.Errorf("%q, %v", out, err)
	}
}

func TestInputThatNobodyReadsIsNoProblem(t *testing.T) {
	cmd := sample(t, "deaf")
	cmd.Stdin = strings.NewReader(strings.Repeat("word ", 200_000))
	if out, err := cmd.Output(); string(out) != "done\n" || err != nil {
		t.Errorf("%q, %v", out, err)
	}
}

func TestAStatusIsAnExitError(t *testing.T) {
	cmd := sample(t, "exit", "3")
	_, err := cmd.Output()
	end := (*programs.ExitError)(nil)
	if !errors.As(err, &end) || end.Code != 3 || cmd.ExitCode() != 3 || string(end.Stderr) != "leaving\n" || err.Error() != "exit status 3" {
		t.Errorf("%v, %+v", err, end)
	}
	if err := sample(t, "exit", "0").Run(); err != nil {
		t.Error(err)
	}
}

func TestCombinedOutputKeepsTheOrder(t *testing.T) {
	out, err := sample(t, "both").CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil || len(lines) != 200 || lines[0] != "out 0" || lines[1] != "err 0" || lines[199] != "err 99" {
		t.Errorf("%v, %q", err, out)
	}
}

func TestOutputStreamsAreApart(t *testing.T) {
	var out, problems bytes.Buffer
	cmd := sample(t, "both")
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil || strings.Contains(out.String(), "err") || strings.Count(problems.String(), "err") != 100 {
		t.Errorf("%v, %q, %q", err, &out, &problems)
	}
}

func TestTheEnvironmentIsSmall(t *testing.T) {
	t.Setenv("SECRET", "canary")
	cmd := sample(t, "env")
	cmd.Env = []string{"LEVEL=debug"}
	out, err := cmd.Output()
	var names []string
	for line := range strings.Lines(string(out)) {
		name, _, _ := strings.Cut(line, "=")
		if !strings.HasPrefix(name, "GO") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if want := []string{"HOME", "LANG", "LEVEL", "TMPDIR", "USER"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("%v, %q, want %q", err, names, want)
	}
}

func TestAConversation(t *testing.T) {
	cmd := sample(t, "echo")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	answers := bufio.NewReader(out)
	for _, word := range []string{"one", "two"} {
		io.WriteString(in, word+"\n")
		if line, err := answers.ReadString('\n'); line != "you said "+word+"\n" {
			t.Errorf("%q, %v", line, err)
		}
	}
	in.Close()
	if _, err := answers.ReadString('\n'); err != io.EOF {
		t.Error(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// serving is a program that waits for a signal.
func serving(t *testing.T) (*programs.Cmd, *bufio.Reader) {
	t.Helper()
	cmd := sample(t, "serve")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if line, err := lines.ReadString('\n'); line != "ready\n" {
		t.Fatalf("%q, %v", line, err)
	}
	return cmd, lines
}

func TestSignalsArrive(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		cmd, lines := serving(t)
		if err := cmd.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if line, _ := lines.ReadString('\n'); line != "goodbye after "+signal.String()+"\n" {
			t.Errorf("%q", line)
		}
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
		if err := cmd.Signal(signal); !errors.Is(err, os.ErrProcessDone) {
			t.Error(err)
		}
	}
}

func TestKilledIsSaid(t *testing.T) {
	cmd, _ := serving(t)
	if err := cmd.Kill(); err != nil {
		t.Fatal(err)
	}
	end := (*programs.ExitError)(nil)
	if err := cmd.Wait(); !errors.As(err, &end) || end.Signal != syscall.SIGKILL || end.Code != -1 || err.Error() != "signal: killed" {
		t.Error(err)
	}
}

func TestAContextEndsAProgram(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cmd := programs.CommandContext(ctx, t, "testdata/sample", "sleep")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := cmd.Wait(); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := programs.CommandContext(ctx, t, "testdata/sample", "sleep").Run(); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestAFolderIsSharedByProgramsAndTheirTest(t *testing.T) {
	folder := programs.NewFolder(t)
	if err := folder.WriteFile("notes/today.txt", []byte("a")); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"b", "c"} {
		cmd := sample(t, "note", text)
		cmd.Folder = folder
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	if text, err := folder.ReadFile("notes/today.txt"); string(text) != "abc" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	folder.WriteFile("notes/today.txt", nil)
	if text, err := folder.ReadFile("notes/today.txt"); len(text) > 0 || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	for _, name := range []string{"notes", "link", "nothing", "notes/nothing"} {
		if text, err := folder.ReadFile(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	if _, err := folder.ReadFile("../etc/hostname"); !errors.Is(err, fs.ErrInvalid) {
		t.Error(err)
	}
}

func TestAProgramMayStartItself(t *testing.T) {
	if out, err := sample(t, "family").Output(); !strings.HasSuffix(string(out), " [\"child\"]\n") || err != nil {
		t.Errorf("%q, %v", out, err)
	}
}

func TestWhatIsReadOfEndlessOutputIsEnough(t *testing.T) {
	cmd := sample(t, "endless")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReaderSize(out, 16).ReadString('\n'); line != "more\n" {
		t.Errorf("%q, %v", line, err)
	}
	out.Close()
	end := (*programs.ExitError)(nil)
	if err := cmd.Wait(); !errors.As(err, &end) || end.Signal != syscall.SIGPIPE {
		t.Error(err)
	}
}

func TestMuchOutputArrivesWhole(t *testing.T) {
	out, err := sample(t, "much").Output()
	if len(out) != 200_000 || err != nil {
		t.Errorf("%d bytes, %v", len(out), err)
	}
}

func TestManyAtOnce(t *testing.T) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			cmd := sample(t, "sort")
			cmd.Stdin = strings.NewReader("a b")
			if out, err := cmd.Output(); string(out) != "2" || err != nil {
				t.Errorf("%q, %v", out, err)
			}
		})
	}
	all.Wait()
}

func TestWhatCannotBeStartedIsSaid(t *testing.T) {
	if err := programs.Command(t, "testdata/nothing").Run(); err == nil || !strings.Contains(err.Error(), "starting nothing: ") {
		t.Error(err)
	}
	if err := programs.Command(t, "/bin/ls").Run(); err == nil || !strings.Contains(err.Error(), "no package directory") {
		t.Error(err)
	}
	if err := sample(t, "exit", "0").Wait(); err == nil {
		t.Error("waited for what never started")
	}
	cmd := sample(t, "exit", "0")
	if err := cmd.Run(); err != nil || cmd.Start() == nil || cmd.Wait() == nil {
		t.Error("used twice")
	}
}

func TestAProgramThatIsLeftRunningIsEnded(t *testing.T) {
	t.Run("leaves", func(t *testing.T) { serving(t) })
	// The cleanup of the part has ended it; were it not so, the supervisor or `go test` would wait.
}
