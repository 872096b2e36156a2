package process

import (
	"io"
	"os"
	"sync"
	"time"
)

// capture collects both output streams of a process up to a common limit; what follows is read and thrown away, so
// that the process never blocks on us.
type capture struct {
	mu             sync.Mutex
	left           int64
	truncated      bool
	over           chan struct{} // closed when the limit is reached
	stdout, stderr stream
	readers        []*os.File
	reading        sync.WaitGroup
}

type stream struct {
	owner *capture
	text  []byte
}

func newCapture(limit int64) *capture {
	c := &capture{left: limit, over: make(chan struct{})}
	c.stdout.owner, c.stderr.owner = c, c
	return c
}

// pipes gives the ends for the child and starts reading the others.
func (c *capture) pipes() (stdout, stderr *os.File, err error) {
	for _, into := range []*stream{&c.stdout, &c.stderr} {
		reader, writer, err := os.Pipe()
		if err != nil {
			return nil, nil, err
		}
		c.readers = append(c.readers, reader)
		c.reading.Go(func() { io.Copy(into, reader) })
		stdout, stderr = stderr, writer
	}
	return stdout, stderr, nil
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

// Write keeps what fits and never refuses.
func (s *stream) Write(p []byte) (int, error) {
	c := s.owner
	c.mu.Lock()
	defer c.mu.Unlock()
	fits := min(int64(len(p)), c.left)
	s.text = append(s.text, p[:fits]...)
	c.left -= fits
	if fits < int64(len(p)) && !c.truncated {
		c.truncated = true
		close(c.over)
	}
	return len(p), nil
}
