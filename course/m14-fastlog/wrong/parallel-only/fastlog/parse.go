package fastlog

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

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
