// Package slow is the analyser as it was given: right, and slow. It stays as it is, to compare with.
package slow

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
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
	return s, nil
}

// parse reads one line.
func parse(line string) (*entry, error) {
	fields := strings.Split(line, " ")
	if len(fields) != 7 {
		return nil, fmt.Errorf("%d fields in %q", len(fields), line)
	}
	when, err := time.Parse("2006-01-02T15:04:05Z", fields[0])
	if err != nil || len(fields[0]) != 20 {
		return nil, fmt.Errorf("time %q: %v", fields[0], err)
	}
	e := &entry{hour: when.Hour(), client: fields[1], path: strings.Split(fields[3], "?")[0]}
	if e.client == "" || !isMethod(fields[2]) || !strings.HasPrefix(e.path, "/") {
		return nil, fmt.Errorf("request in %q", line)
	}
	status, err := number(fields[4])
	if err != nil || len(fields[4]) != 3 || status < 100 || status > 599 {
		return nil, fmt.Errorf("status %q: %v", fields[4], err)
	}
	e.status = int(status)
	if fields[5] != "-" {
		if e.bytes, err = number(fields[5]); err != nil {
			return nil, err
		}
	}
	millis, err := number(fields[6])
	if err != nil {
		return nil, err
	}
	e.millis = int(millis)
	return e, nil
}

// isMethod tells whether a text is made of upper-case letters.
func isMethod(text string) bool {
	for _, letter := range strings.Split(text, "") {
		if letter < "A" || letter > "Z" || len(letter) > 1 {
			return false
		}
	}
	return text != ""
}

// number reads at most 15 decimal digits.
func number(text string) (int64, error) {
	if text == "" || len(text) > 15 || strings.Trim(text, "0123456789") != "" {
		return 0, fmt.Errorf("number %q", text)
	}
	return strconv.ParseInt(text, 10, 64)
}

// count adds an entry to the statistics of its path.
func count(paths []PathStats, e *entry) []PathStats {
	at := -1
	for i := range paths {
		if paths[i].Path == e.path {
			at = i
		}
	}
	if at < 0 {
		paths = append(paths, PathStats{Path: e.path})
		at = len(paths) - 1
	}
	p := &paths[at]
	p.Hits++
	p.Bytes += e.bytes
	if e.status >= 500 {
		p.Errors++
	}
	if e.millis > p.Slowest {
		p.Slowest = e.millis
	}
	return paths
}

// order sorts the paths.
func order(paths []PathStats) {
	for i := range paths {
		for j := i; j > 0; j-- {
			if paths[j].Hits > paths[j-1].Hits || paths[j].Hits == paths[j-1].Hits && paths[j].Path < paths[j-1].Path {
				paths[j], paths[j-1] = paths[j-1], paths[j]
			}
		}
	}
}

// Write writes a summary as text. The error is the writer's.
func Write(w io.Writer, s Summary) error {
	text := ""
	text += fmt.Sprintf("lines %d, bad %d, bytes %d, clients %d\n", s.Lines, s.Bad, s.Bytes, s.Clients)
	for class := 1; class <= 5; class++ {
		text += fmt.Sprintf("status %dxx %d\n", class, s.Status[class])
	}
	for hour, n := range s.Hours {
		if n > 0 {
			text += fmt.Sprintf("hour %02d %d\n", hour, n)
		}
	}
	for _, p := range s.Paths {
		text += fmt.Sprintf("path %s hits %d errors %d bytes %d slowest %dms\n", p.Path, p.Hits, p.Errors, p.Bytes, p.Slowest)
	}
	_, err := io.WriteString(w, text)
	return err
}
