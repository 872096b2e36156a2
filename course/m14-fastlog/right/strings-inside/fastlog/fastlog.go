// Package fastlog analyses the access log of a web server.
//
// It reads the log once, makes one string of each block and cuts everything else out of it, which copies nothing.
package fastlog

import (
	"cmp"
	"io"
	"slices"
	"strings"
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

// blockSize is how much is read at once.
const blockSize = 64 << 10

// Analyze reads a log to its end. The error is the reader's.
func Analyze(r io.Reader) (Summary, error) {
	c := counter{places: make(map[string]int), clients: make(map[string]struct{})}
	block := make([]byte, blockSize)
	rest := "" // a line whose end was not read yet
	for {
		n, err := r.Read(block)
		text := rest + string(block[:n])
		for line, after, found := strings.Cut(text, "\n"); found; line, after, found = strings.Cut(text, "\n") {
			c.add(line)
			text = after
		}
		rest = text
		if err == nil {
			continue
		}
		if err != io.EOF {
			return Summary{}, err
		}
		if rest != "" {
			c.add(rest)
		}
		return c.result(), nil
	}
}

// counter collects the summary. Its maps hold places, not pointers, so that the statistics lie in one slice.
type counter struct {
	summary Summary
	places  map[string]int // of a path in summary.Paths
	clients map[string]struct{}
}

// add counts one line, without its end.
func (c *counter) add(line string) {
	c.summary.Lines++
	var e entry
	if !e.parse(line) {
		c.summary.Bad++
		return
	}
	c.summary.Bytes += e.bytes
	c.summary.Status[e.status/100]++
	c.summary.Hours[e.hour]++
	if _, known := c.clients[e.client]; !known {
		c.clients[strings.Clone(e.client)] = struct{}{}
	}
	c.path(e.path).add(&e)
}

// path returns the statistics of a path; they are valid until the next call.
func (c *counter) path(name string) *PathStats {
	place, known := c.places[name]
	if !known {
		place = len(c.summary.Paths)
		path := strings.Clone(name) // or the whole block would stay
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
