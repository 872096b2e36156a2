// Package programs lets hidden tests start the program that they judge. Its interface is that of os/exec.
//
// In Pushmark's sandbox the program runs as another process of another user, started by the supervisor: it sees
// nothing of the tests, and no more can come of it than what it prints, writes, answers and ends with. Anywhere else,
// with plain `go test`, the package is built with the go command and started with os/exec, so tests are the same.
//
//	cmd := programs.Command(t, ".", "-n", "3")
//	cmd.Stdin = strings.NewReader("1\n2\n")
//	out, err := cmd.CombinedOutput()
package programs

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"syscall"
	"testing"
)

// Cmd is one start of a program; it cannot be used twice. The fields are for before Start.
type Cmd struct {
	// Args has the program's own name, which is the last element of its package path, and the arguments.
	Args []string
	// Env is added to a small fixed environment (HOME, TMPDIR, USER, LANG); nothing is inherited.
	Env []string
	// Folder is where it runs; nil: an empty one of its own.
	Folder *Folder
	// Stdin is read to its end or to the program's; nil: there is nothing to read.
	Stdin io.Reader
	// Stdout and Stderr get what it prints; nil: nobody. When they are equal, all comes in the order in which it was printed.
	Stdout, Stderr io.Writer

	tb      testing.TB
	ctx     context.Context
	program string
	streams streams
	process process
	status  *status
	failed  error
}

// Command is a start of the program in a package directory, which is relative to that of the test: "." is the package
// under test. A program that still runs when the test ends is killed.
func Command(tb testing.TB, program string, args ...string) *Cmd {
	return CommandContext(context.Background(), tb, program, args...)
}

// CommandContext kills the program when the context ends before it.
func CommandContext(ctx context.Context, tb testing.TB, program string, args ...string) *Cmd {
	tb.Helper()
	name, err := nameOf(program)
	return &Cmd{Args: append([]string{name}, args...), tb: tb, ctx: ctx, program: program, failed: err}
}

// Run starts the program and waits for its end.
func (c *Cmd) Run() error {
	if err := c.Start(); err != nil {
		return err
	}
	return c.Wait()
}

// Output runs the program and gives what it printed on standard output. What it printed on standard error is in the
// ExitError unless somebody else gets it.
func (c *Cmd) Output() ([]byte, error) {
	var out, problems bytes.Buffer
	if c.Stdout != nil {
		return nil, errors.New("programs: Stdout is set already")
	}
	c.Stdout = &out
	told := c.Stderr == nil
	if told {
		c.Stderr = &problems
	}
	err := c.Run()
	if end := (*ExitError)(nil); told && errors.As(err, &end) {
		end.Stderr = problems.Bytes()
	}
	return out.Bytes(), err
}

// CombinedOutput runs the program and gives all that it printed.
func (c *Cmd) CombinedOutput() ([]byte, error) {
	if c.Stdout != nil || c.Stderr != nil {
		return nil, errors.New("programs: Stdout or Stderr is set already")
	}
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	err := c.Run()
	return out.Bytes(), err
}

// Signal sends a signal, e.g. os.Interrupt or syscall.SIGTERM; os.ErrProcessDone when it has ended.
func (c *Cmd) Signal(signal os.Signal) error {
	number, known := signal.(syscall.Signal)
	switch {
	case c.process == nil:
		return errors.New("programs: not started")
	case !known:
		return errors.New("programs: a signal that is not the system's")
	}
	return c.process.signal(number)
}

// Kill ends the program at once.
func (c *Cmd) Kill() error { return c.Signal(syscall.SIGKILL) }

// ExitCode is the status of a program that was waited for; -1 before, and when a signal ended it.
func (c *Cmd) ExitCode() int {
	if c.status == nil {
		return -1
	}
	return c.status.code
}
