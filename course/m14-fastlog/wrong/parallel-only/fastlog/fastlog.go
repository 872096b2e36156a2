// Package fastlog analyses the access log of a web server.
package fastlog

import (
	"io"
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
	var s Summary
	data, err := io.ReadAll(r)
	if err != nil {
		return Summary{}, err
	}
	lines := strings.Split(string(data), "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	s.Lines = len(lines)
	entries, bad := parseAll(lines)
	var clients []string
	for _, e := range entries {
		if e == nil {
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
	if bad {
		for _, e := range entries {
			if e == nil {
				s.Bad++
			}
		}
	}
	s.Clients = len(clients)
	order(s.Paths)
	return s, nil
}

// parseAll parses the lines in parallel. A bad line gives no entry; the second result tells whether there was one.
func parseAll(lines []string) ([]*entry, bool) {
	entries, bad := make([]*entry, len(lines)), false
	var workers sync.WaitGroup
	const chunk = 64
	for from := 0; from < len(lines); from += chunk {
		workers.Go(func() {
			for i := from; i < min(from+chunk, len(lines)); i++ {
				e, err := parse(lines[i])
				if err != nil {
					bad = true
					continue
				}
				entries[i] = e
			}
		})
	}
	workers.Wait()
	return entries, bad
}
