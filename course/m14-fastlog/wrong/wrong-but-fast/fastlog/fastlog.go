// Package fastlog analyses the access log of a web server.
//
// It reads the log once, in blocks, and looks at each line in the reader's own buffer. Only the first entry of a
// path or a client costs an allocation: a map is asked with string(bytes), which copies nothing.
package fastlog

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
)

// Summary is what a log says.
type Summary struct {
	// Lines counts all lines, Bad those that are no entry.
	Lines, Bad int
	// Bytes is the sum of all sizes.
	Bytes int64
	// Clients counts the different clients.
	Clients int
	// Status counts the entries by the first digit of their status.
	Status [6]int
	// Hours counts the entries by the hour of their time.
	Hours [24]int
	// Paths is ordered by Hits, the most first, and then by Path.
	Paths []PathStats
}

// PathStats is what a log says about one path, the query left out.
type PathStats struct {
	Path string
	Hits int
	// Errors counts the entries with a status of 500 or more.
	Errors int
	Bytes  int64
	// Slowest is the longest duration in milliseconds.
	Slowest int
}

// blockSize is how much is read at once; longer lines are put together.
const blockSize = 64 << 10

// Analyze reads a log to its end. The error is the reader's.
func Analyze(r io.Reader) (Summary, error) {
	c := counter{places: make(map[string]int), clients: make(map[string]struct{}), seen: make(map[string]struct{})}
	lines := bufio.NewReaderSize(r, blockSize)
	var long []byte // the beginning of a line that is longer than the buffer
	for {
		line, err := lines.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			long = append(long, line...)
			continue
		}
		if err != nil && err != io.EOF {
			return Summary{}, err
		}
		if len(long) > 0 {
			long = append(long, line...)
			line = long
		}
		if len(line) > 0 {
			c.add(bytes.TrimSuffix(line, []byte{'\n'}))
		}
		long = long[:0]
		if err != nil {
			return c.result(), nil
		}
	}
}

// counter collects the summary. Its maps hold places, not pointers, so that the statistics lie in one slice.
type counter struct {
	summary Summary
	places  map[string]int // of a path in summary.Paths
	clients map[string]struct{}
	seen    map[string]struct{} // whole lines
}

// add counts one line, without its end, unless there was an equal one.
func (c *counter) add(line []byte) {
	if _, known := c.seen[string(line)]; known {
		return
	}
	c.seen[string(line)] = struct{}{}
	c.summary.Lines++
	var e entry
	if !e.parse(line) {
		c.summary.Bad++
		return
	}
	c.summary.Bytes += e.bytes
	c.summary.Status[e.status/100]++
	c.summary.Hours[e.hour]++
	if _, known := c.clients[string(e.client)]; !known {
		c.clients[string(e.client)] = struct{}{}
	}
	c.path(e.path).add(&e)
}

// path returns the statistics of a path; they are valid until the next call.
func (c *counter) path(name []byte) *PathStats {
	place, known := c.places[string(name)]
	if !known {
		place = len(c.summary.Paths)
		path := string(name)
		c.places[path] = place
		c.summary.Paths = append(c.summary.Paths, PathStats{Path: path})
	}
	return &c.summary.Paths[place]
}

func (p *PathStats) add(e *entry) {
	p.Hits++
	p.Bytes += e.bytes
	p.Slowest = max(p.Slowest, e.millis)
	if e.status >= 500 {
		p.Errors++
	}
}

func (c *counter) result() Summary {
	c.summary.Clients = len(c.clients)
	slices.SortFunc(c.summary.Paths, func(x, y PathStats) int {
		return cmp.Or(cmp.Compare(y.Hits, x.Hits), cmp.Compare(x.Path, y.Path))
	})
	return c.summary
}
