package programs

import (
	"context"
	"errors"
	"fmt"
	"syscall"
)

// place is where programs are started: in the sandbox, or on this machine.
type place interface {
	start(c *Cmd) (process, error)
	write(f *Folder, name string, content []byte) error
	read(f *Folder, name string) ([]byte, error)
}

// process is a program that was started.
type process interface {
	// signal gives os.ErrProcessDone when it has ended.
	signal(signal syscall.Signal) error
	// wait is called once and blocks until it has ended; an error is none of the program's.
	wait() (status, error)
}

// Start starts the program; an error says that there is none to wait for.
func (c *Cmd) Start() error {
	if c.failed != nil || c.process != nil {
		return errors.Join(c.failed, c.twice())
	}
	if err := c.ctx.Err(); err != nil {
		return err
	}
	if c.Folder == nil {
		c.Folder = NewFolder(c.tb)
	}
	if err := c.open(); err != nil {
		c.streams.close()
		return fmt.Errorf("programs: %w", err)
	}
	started, err := here().start(c)
	c.streams.closeTheirs()
	if err != nil {
		c.streams.close()
		return fmt.Errorf("programs: starting %s: %w", c.Args[0], err)
	}
	c.process = started
	c.streams.copy()
	stop := context.AfterFunc(c.ctx, func() { started.signal(syscall.SIGKILL) })
	c.tb.Cleanup(func() { stop(); started.signal(syscall.SIGKILL) })
	return nil
}

func (c *Cmd) twice() error {
	if c.process == nil {
		return nil
	}
	return errors.New("programs: already started")
}

// Wait waits until the program has ended and all it printed has been copied; pipes of StdinPipe and its kin are closed
// then, so whatever is wanted of them must be read before. The error is an *ExitError unless the status was 0.
func (c *Cmd) Wait() error {
	switch {
	case c.process == nil:
		return errors.New("programs: not started")
	case c.status != nil:
		return errors.New("programs: already waited for")
	}
	ended, err := c.process.wait()
	c.status = &ended
	copied := c.streams.finish()
	switch {
	case err != nil:
		return fmt.Errorf("programs: waiting for %s: %w", c.Args[0], err)
	case c.ctx.Err() != nil && ended.signal == syscall.SIGKILL:
		return c.ctx.Err()
	case ended.code != 0:
		return &ExitError{Code: ended.code, Signal: ended.signal, Limit: ended.limit}
	}
	return copied
}
