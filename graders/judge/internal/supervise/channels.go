package supervise

import (
	"fmt"
	"io"
	"os"
	"time"

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

// entered waits until the process has become its program, or tells why it did not.
func (c *channels) entered() error {
	if words, _ := io.ReadAll(c.trouble); len(words) > 0 {
		return fmt.Errorf("entering a process: %s", words)
	}
	return nil
}

// close takes what arrived, once all processes are gone.
func (c *channels) close() ([]record.Event, []string, error) {
	defer c.trouble.Close()
	c.trouble.SetReadDeadline(time.Now().Add(time.Second))
	if words, _ := io.ReadAll(c.trouble); len(words) > 0 {
		return nil, nil, fmt.Errorf("entering a process: %s", words)
	}
	if c.records == nil {
		return nil, nil, nil
	}
	defer c.records.Close()
	c.records.SetReadDeadline(time.Now().Add(2 * time.Second))
	events, contradictions := record.Parse(marked(<-c.received, c.nonce), c.nonce)
	return events, contradictions, nil
}
