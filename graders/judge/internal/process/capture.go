package process

import (
	"errors"
	"io"
	"os"
	"sync"
	"time"
)

// Budget is what output may hold in bytes. Several processes may share one.
type Budget struct {
	mu   sync.Mutex
	left int64
}

// NewBudget has room for limit bytes.
func NewBudget(limit int64) *Budget { return &Budget{left: limit} }

// take gives how many of n bytes still have room.
func (b *Budget) take(n int) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	fits := min(int64(n), b.left)
	b.left -= fits
	return int(fits)
}

// capture collects both output streams of a process up to a common limit; what follows is read and thrown away, so
// that the process never blocks on us. What a stream is forwarded to may make it wait.
type capture struct {
	budget         *Budget
	joined         bool
	truncated      sync.Once
	over           chan struct{} // closed when the limit is reached
	stdout, stderr stream
	readers        []*os.File
	reading        sync.WaitGroup
}

type stream struct {
	owner   *capture
	text    []byte
	forward *os.File
}

func newCapture(spec Spec) *capture {
	c := &capture{budget: spec.Budget, joined: spec.Joined, over: make(chan struct{})}
	if c.budget == nil {
		c.budget = NewBudget(spec.OutputBytes)
	}
	c.stdout, c.stderr = stream{owner: c, forward: spec.Forward[0]}, stream{owner: c, forward: spec.Forward[1]}
	return c
}

// pipes gives the ends for the child and starts reading the others. Joined streams have one.
func (c *capture) pipes() (stdout, stderr *os.File, err error) {
	for _, into := range []*stream{&c.stdout, &c.stderr} {
		if into == &c.stderr && c.joined {
			return stderr, nil, nil
		}
		reader, writer, err := os.Pipe()
		if err != nil {
			return nil, nil, err
		}
		c.readers = append(c.readers, reader)
		c.reading.Go(func() { into.read(reader) })
		stdout, stderr = stderr, writer
	}
	return stdout, stderr, nil
}

// read takes all that comes. When nobody wants what is forwarded any more, the process is told as by any closed pipe.
func (s *stream) read(from *os.File) {
	_, err := io.Copy(s, from)
	if s.forward == nil {
		return
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		s.drain(from)
	}
	from.Close()
	s.forward.Close()
}

// drain takes what was left in the pipe when its process was over: the deadline passed while a reader of ours was slow.
func (s *stream) drain(from *os.File) {
	for {
		from.SetReadDeadline(time.Now().Add(drainTime))
		if n, err := io.CopyN(s, from, pipeBytes); n == 0 || err != nil {
			return
		}
	}
}

// finish waits until both streams ended; after that nothing is written to the texts. Everybody who could hold the
// other end is dead by then, but a descriptor in a message between processes would keep it open: hence the deadline.
func (c *capture) finish() {
	for _, reader := range c.readers {
		reader.SetReadDeadline(time.Now().Add(2 * time.Second))
	}
	c.reading.Wait()
	for _, reader := range c.readers {
		reader.Close()
	}
}

// Write keeps what fits and refuses nothing unless its reader does.
func (s *stream) Write(p []byte) (int, error) {
	fits := s.owner.budget.take(len(p))
	s.text = append(s.text, p[:fits]...)
	if fits < len(p) {
		s.owner.truncated.Do(func() { close(s.owner.over) })
	}
	if s.forward != nil && fits > 0 {
		if _, err := s.forward.Write(p[:fits]); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// cut reports whether something had no room.
func (c *capture) cut() bool {
	select {
	case <-c.over:
		return true
	default:
		return false
	}
}
