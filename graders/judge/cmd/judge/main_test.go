package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// This test program stands in for the judge: with JUDGE set it is the judge.
func TestMain(m *testing.M) {
	if os.Getenv("JUDGE") != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// judge runs the judge with arguments and input.
func judge(t *testing.T, input string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, problems bytes.Buffer
	command := exec.Command(os.Args[0], args...)
	command.Env = []string{"JUDGE=1"}
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(input), &out, &problems
	err := command.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), out.String(), problems.String()
}

func TestWrongUsageIsToldApartFromOurFault(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		code int
		args []string
	}{
		{usage, nil},
		{usage, []string{"dance"}},
		{usage, []string{"run", "-nowhere"}},
		{usage, []string{"compile", "something"}},
		{usage, []string{"overlay", "-out", dir}},
		{ourFault, []string{"overlay", "-goroot", dir, "-out", dir}},
		{ourFault, []string{"compile", "-work", dir, "-cache", dir}},
		{ourFault, []string{"run", "-work", dir, "-temp", dir}},
		{ourFault, []string{"wipe"}},
		{0, []string{"version"}},
		{0, []string{"-help"}},
		{0, []string{"run", "-help"}},
	} {
		code, stdout, stderr := judge(t, "no job", c.args...)
		if code != c.code {
			t.Errorf("judge %q: exit %d, want %d: %s", c.args, code, c.code, stderr)
		}
		if code == ourFault && (strings.Count(stderr, "\n") != 1 || stdout != "") {
			t.Errorf("judge %q: not one line on stderr: %q, %q", c.args, stderr, stdout)
		}
	}
}
