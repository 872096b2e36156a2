package programs

import (
	"errors"
	"io"
	"os"
	"sync"
)

// streams are the pipes between a test and a program; nil where there is none.
type streams struct {
	stdin, stdout, stderr pipe
	// joined: standard error goes where standard output goes.
	joined  bool
	copying sync.WaitGroup
	mu      sync.Mutex
	failed  error
}

// pipe has the test's end and the program's. handed: the test itself reads or writes it, through StdinPipe or its kin.
type pipe struct {
	ours, theirs *os.File
	handed       bool
	copy         func(ours *os.File) error
}

// StdinPipe is connected to standard input. Close it to let the program see the end.
func (c *Cmd) StdinPipe() (io.WriteCloser, error) {
	if c.Stdin != nil {
		return nil, errors.New("programs: Stdin is set already")
	}
	err := c.streams.stdin.openWriting()
	c.streams.stdin.handed = true
	return c.streams.stdin.ours, err
}

// StdoutPipe is connected to standard output.
func (c *Cmd) StdoutPipe() (io.ReadCloser, error) {
	return c.streams.stdout.hand(c.Stdout != nil)
}

// StderrPipe is connected to standard error.
func (c *Cmd) StderrPipe() (io.ReadCloser, error) {
	return c.streams.stderr.hand(c.Stderr != nil)
}

func (p *pipe) hand(taken bool) (io.ReadCloser, error) {
	if taken || p.ours != nil {
		return nil, errors.New("programs: this output goes somewhere already")
	}
	err := p.openReading()
	p.handed = true
	return p.ours, err
}

func (p *pipe) openReading() (err error) {
	p.ours, p.theirs, err = os.Pipe()
	return err
}

func (p *pipe) openWriting() (err error) {
	if p.ours != nil {
		return errors.New("programs: Stdin is set already")
	}
	p.theirs, p.ours, err = os.Pipe()
	return err
}

// open makes the pipes that the fields ask for.
func (c *Cmd) open() error {
	s := &c.streams
	if c.Stdin != nil {
		if err := s.stdin.openWriting(); err != nil {
			return err
		}
		s.stdin.copy = func(ours *os.File) error { io.Copy(ours, c.Stdin); return nil }
	}
	s.joined = c.Stdout != nil && same(c.Stdout, c.Stderr)
	for _, each := range []struct {
		*pipe
		to io.Writer
	}{{&s.stdout, c.Stdout}, {&s.stderr, c.Stderr}} {
		if each.to == nil || each.pipe == &s.stderr && s.joined {
			continue
		}
		if err := each.openReading(); err != nil {
			return err
		}
		each.copy = func(ours *os.File) error { _, err := io.Copy(each.to, ours); return err }
	}
	return nil
}

// same reports whether two writers are one; what cannot be compared is not.
func same(a, b io.Writer) (equal bool) {
	defer func() { recover() }()
	return a == b
}

// copy moves what the fields give and get until both ends are there.
func (s *streams) copy() {
	if p := &s.stdin; p.copy != nil {
		// Nobody waits for it: the reader may never end.
		go func() { p.copy(p.ours); p.ours.Close() }()
	}
	for _, p := range []*pipe{&s.stdout, &s.stderr} {
		if p.copy == nil {
			continue
		}
		s.copying.Go(func() {
			err := p.copy(p.ours)
			p.ours.Close()
			s.mu.Lock()
			defer s.mu.Unlock()
			s.failed = errors.Join(s.failed, err)
		})
	}
}

// finish waits for what is copied and closes what was handed out.
func (s *streams) finish() error {
	for _, p := range []*pipe{&s.stdin, &s.stdout, &s.stderr} {
		if p.handed || p == &s.stdin && p.ours != nil {
			p.ours.Close()
		}
	}
	s.copying.Wait()
	return s.failed
}

func (s *streams) closeTheirs() {
	for _, p := range []*pipe{&s.stdin, &s.stdout, &s.stderr} {
		if p.theirs != nil {
			p.theirs.Close()
		}
	}
}

func (s *streams) close() {
	s.closeTheirs()
	for _, p := range []*pipe{&s.stdin, &s.stdout, &s.stderr} {
		if p.ours != nil {
			p.ours.Close()
		}
	}
}
