package supervise

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"pushmark/judge/internal/enter"
	"pushmark/judge/internal/record"
)

// maxRecords bounds the records of one process, in bytes.
const maxRecords = 16 << 20

// channels are the private descriptors of one process: 3 records, 4 mark, 5 trouble before exec.
type channels struct {
	nonce    string
	theirs   []*os.File
	full     chan struct{} // closed when more records arrive than are kept
	records  *os.File
	trouble  *os.File
	received chan []byte
}

func openChannels(recorded bool) (*channels, error) {
	c := &channels{full: make(chan struct{}), theirs: make([]*os.File, 3)}
	var err error
	if c.trouble, c.theirs[2], err = os.Pipe(); err != nil || !recorded {
		return c, err
	}
	if c.records, c.theirs[0], err = os.Pipe(); err != nil {
		return nil, err
	}
	giving, theirs, err := markPipe()
	if err != nil {
		return nil, err
	}
	c.nonce, c.theirs[1] = giving, theirs
	c.received = make(chan []byte, 1)
	go c.receive()
	return c, nil
}

// markPipe gives a fresh mark and the pipe that it can be read from once.
func markPipe() (string, *os.File, error) {
	reader, writer, err := os.Pipe()
	if err != nil {
		return "", nil, err
	}
	defer writer.Close()
	nonce := mark()
	_, err = writer.WriteString(nonce)
	return nonce, reader, err
}

// receive keeps records up to the limit and throws the rest away.
func (c *channels) receive() {
	stream, _ := io.ReadAll(io.LimitReader(c.records, maxRecords))
	if len(stream) == maxRecords {
		close(c.full)
		io.Copy(io.Discard, c.records)
	}
	c.received <- stream
}

// errNoRoom is why a process was not entered when those before it have left no room for its private folder. No honest
// program can bring that about: it is a contradiction, and not our fault.
var errNoRoom = errors.New("there was no room for the private folder of a process")

// entered waits until the process has become its program, or tells why it did not.
func (c *channels) entered() error {
	words, _ := io.ReadAll(c.trouble)
	switch {
	case len(words) == 0:
		return nil
	case strings.HasPrefix(string(words), enter.NoRoom):
		return errNoRoom
	}
	return fmt.Errorf("entering a process: %s", words)
}

// close takes what arrived, once all processes are gone.
func (c *channels) close() (events []record.Event, contradictions []string, err error) {
	defer c.trouble.Close()
	c.trouble.SetReadDeadline(time.Now().Add(time.Second))
	wrong := c.entered()
	if c.records != nil {
		defer c.records.Close()
		c.records.SetReadDeadline(time.Now().Add(2 * time.Second))
		events, contradictions = record.Parse(marked(<-c.received, c.nonce), c.nonce)
	}
	if wrong == errNoRoom {
		return events, append(contradictions, wrong.Error()), nil
	}
	return events, contradictions, wrong
}
