package fastlog

import "bytes"

// entry is one line of the log. Its slices point into the line.
type entry struct {
	hour, status, millis int
	client, path         []byte
	bytes                int64
}

// parse reads one line into e and tells whether it is an entry.
func (e *entry) parse(line []byte) bool {
	when, rest, ok := field(line)
	if !ok || !e.setTime(when) {
		return false
	}
	if e.client, rest, ok = field(rest); !ok || len(e.client) == 0 {
		return false
	}
	method, rest, ok := field(rest)
	if !ok || !isMethod(method) {
		return false
	}
	target, rest, ok := field(rest)
	if !ok || len(target) == 0 || target[0] != '/' {
		return false
	}
	e.path, _, _ = bytes.Cut(target, []byte{'?'})
	status, rest, ok := field(rest)
	if !ok || !e.setStatus(status) {
		return false
	}
	size, millis, ok := field(rest)
	if !ok || !e.setBytes(size) {
		return false
	}
	duration, ok := number(millis)
	e.millis = int(duration)
	return ok
}

// field cuts a line at its first blank; false when there is none. A blank too many is found in a later field.
func field(line []byte) (first, rest []byte, ok bool) {
	i := bytes.IndexByte(line, ' ')
	if i < 0 {
		return nil, nil, false
	}
	return line[:i], line[i+1:], true
}

// setTime wants a time of the form 2006-01-02T15:04:05Z that exists.
func (e *entry) setTime(text []byte) bool {
	if len(text) != len("2006-01-02T15:04:05Z") || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
		text[13] != ':' || text[16] != ':' || text[19] != 'Z' {
		return false
	}
	century, ok1 := twoDigits(text[0:])
	years, ok2 := twoDigits(text[2:])
	month, ok3 := twoDigits(text[5:])
	day, ok4 := twoDigits(text[8:])
	hour, ok5 := twoDigits(text[11:])
	minute, ok6 := twoDigits(text[14:])
	second, ok7 := twoDigits(text[17:])
	if !(ok1 && ok2 && ok3 && ok4 && ok5 && ok6 && ok7) {
		return false
	}
	e.hour = hour
	return hour < 24 && minute < 60 && second < 60 && isDay(100*century+years, month, day)
}

func twoDigits(text []byte) (int, bool) {
	tens, ones := text[0]-'0', text[1]-'0' // anything below '0' wraps round to a large number
	return 10*int(tens) + int(ones), tens <= 9 && ones <= 9
}

func isDay(year, month, day int) bool {
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	last := 31
	switch month {
	case 4, 6, 9, 11:
		last = 30
	case 2:
		last = 28
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			last = 29
		}
	}
	return day <= last
}

func isMethod(text []byte) bool {
	for _, letter := range text {
		if letter < 'A' || letter > 'Z' {
			return false
		}
	}
	return len(text) > 0
}

// setStatus wants three digits from 100 to 599.
func (e *entry) setStatus(text []byte) bool {
	status, ok := number(text)
	e.status = int(status)
	return ok && len(text) == 3 && status >= 100 && status <= 599
}

// setBytes wants a number, or "-" for none.
func (e *entry) setBytes(text []byte) bool {
	if len(text) == 1 && text[0] == '-' {
		e.bytes = 0
		return true
	}
	var ok bool
	e.bytes, ok = number(text)
	return ok
}

// number reads 1 to 15 decimal digits.
func number(text []byte) (int64, bool) {
	if len(text) == 0 || len(text) > 15 {
		return 0, false
	}
	n := int64(0)
	for _, digit := range text {
		if digit < '0' || digit > '9' {
			return 0, false
		}
		n = 10*n + int64(digit-'0')
	}
	return n, true
}
