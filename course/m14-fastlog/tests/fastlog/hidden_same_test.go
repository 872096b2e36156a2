package fastlog_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"course/fastlog/fastlog"
	"course/fastlog/slow"
)

// checkSame compares on a log, on the log twice in a row (a line that comes again counts again) and on one that differs
// by a single digit in the middle. At the end the first answers must still be what they were.
func checkSame(t *testing.T, log []byte) {
	t.Helper()
	double := twice(log)
	once, errOnce := fastlog.Analyze(bytes.NewReader(log))
	again, errAgain := fastlog.Analyze(bytes.NewReader(double))
	if got, want := text(once, errOnce), expected(log); got != want {
		t.Errorf("Analyze(%s) = %s, want %s", excerpt(string(log), ""), excerpt(got, want), excerpt(want, got))
	}
	if got, want := text(again, errAgain), expected(double); got != want {
		t.Errorf("Analyze(the log twice in a row) = %s, want %s", excerpt(got, want), excerpt(want, got))
	}
	compare(t, "the same with another digit in the middle", otherDigit(double))
	if got, want := text(once, errOnce), expected(log); got != want {
		t.Errorf("the first summary became %s by later calls, want %s", excerpt(got, want), excerpt(want, got))
	}
}

func twice(log []byte) []byte {
	end := "\n"
	if bytes.HasSuffix(log, []byte("\n")) || len(log) == 0 {
		end = ""
	}
	return []byte(string(log) + end + string(log))
}

// otherDigit changes the last digit of the last but one line's end, or of the log when it has no such line.
func otherDigit(log []byte) []byte {
	other := bytes.Clone(log)
	at := bytes.LastIndexAny(other, "0123456789")
	if middle := bytes.LastIndexAny(other[:len(other)/4*3], "0123456789"); middle >= 0 {
		at = middle
	}
	if at >= 0 {
		other[at] = '0' + (other[at]-'0'+1)%10
	}
	return other
}

const good = "2026-03-01T12:34:56Z 10.0.0.1 GET /a/b?c=d 200 512 40"

// with replaces one blank-separated field of a good line.
func with(field int, text string) string {
	fields := strings.Split(good, " ")
	fields[field] = text
	return strings.Join(fields, " ")
}

func TestSameOnLines(t *testing.T) {
	fields := []struct {
		name   string
		field  int
		values []string
	}{
		{"time", 0, []string{
			"2026-03-01T00:00:00Z", "2026-12-31T23:59:59Z", "2024-02-29T01:00:00Z", "2000-02-29T01:00:00Z", "0000-02-29T01:00:00Z",
			"2025-02-29T01:00:00Z", "1900-02-29T01:00:00Z", "2026-04-31T01:00:00Z", "2026-13-01T01:00:00Z", "2026-00-10T01:00:00Z",
			"2026-01-00T01:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T12:60:00Z", "2026-03-01T12:00:60Z", "2026-03-01 12:00:00Z",
			"2026-03-01T12:00:00", "2026-03-01T12:00:00.5Z", "2026-03-01T2:00:00Z", "2026-03-01T12:00:00+", "2026-3-01T12:00:00Z", "2o26-03-01T12:00:00Z", "",
		}},
		{"client", 1, []string{"10.0.0.2", "::1", "host.example", "-", "é", "\xff\xfe", "a\tb", ""}},
		{"method", 2, []string{"POST", "X", "get", "GeT", "GET1", "ÄT", "G\x00T", ""}},
		{"path", 3, []string{"/", "/a/b", "/a/b?", "/a/b?x?y", "/ä", "/\xff", "?x", "a/b", "", "/a%20b", "//", "/A/B"}},
		{"status", 4, []string{"100", "199", "404", "499", "500", "599", "600", "099", "099", "20", "2000", "+20", "2x0", ""}},
		{"bytes", 5, []string{"-", "0", "007", "999999999999999", "1000000000000000", "-1", "+1", "1.5", "--", "1e3", ""}},
		{"duration", 6, []string{"0", "1", "999999999999999", "1000000000000000", "-", "-5", "12ms", "12\r", ""}},
	}
	for _, tt := range fields {
		t.Run(tt.name, func(t *testing.T) {
			var all []string
			for _, value := range tt.values {
				checkSame(t, []byte(with(tt.field, value)))
				all = append(all, with(tt.field, value))
			}
			checkSame(t, []byte(strings.Join(all, "\n")))
		})
	}
}

func TestSameOnShapes(t *testing.T) {
	tests := []struct{ name, log string }{
		{"empty lines", "\n" + good + "\n\n\n" + good + "\n"},
		{"no end of the last line", good + "\n" + with(4, "500")},
		{"a field too many", good + " x\n" + good + "\n"},
		{"a blank too many", good + " \n " + good + "\n" + strings.Replace(good, " ", "  ", 1) + "\n" + good + "\n"},
		{"a field too few", good + "\n" + strings.TrimSuffix(good, " 40") + "\n"},
		{"carriage returns", good + "\r\n" + good + "\n" + good + "\r\n"},
		{"bytes that are no text", "\x00\x01\x02 3\n" + good + "\n\xff\xfe\n"},
		{"equal hits are ordered by path", with(3, "/b") + "\n" + with(3, "/é") + "\n" + with(3, "/a") + "\n" + with(3, "/B") + "\n"},
		{"more hits come first", with(3, "/a") + "\n" + with(3, "/c?1") + "\n" + with(3, "/b") + "\n" + with(3, "/c?2") + "\n"},
		{"a path and its beginning", with(3, "/a/b/c") + "\n" + with(3, "/a/b") + "\n" + with(3, "/a/b/") + "\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { checkSame(t, []byte(tt.log)) })
	}
}

func TestSameOnNothing(t *testing.T) {
	compare(t, "an empty log", nil)
	compare(t, "one empty line", []byte("\n"))
	compare(t, "one line", []byte(good))
}

func TestSameOnLongLines(t *testing.T) {
	for _, size := range []int{4 << 10, 64<<10 - len(good), 64 << 10, 200_000} {
		t.Run(fmt.Sprint(size, " bytes"), func(t *testing.T) {
			long := with(3, "/"+strings.Repeat("x", size))
			checkSame(t, []byte(good+"\n"+long+"\n"+with(1, "10.9.9.9")+"\n"+long+" bad\n"+good))
		})
	}
}

func TestSameOnGeneratedLogs(t *testing.T) {
	r := random()
	for _, size := range []struct{ lines, clients, paths int }{{50, 5, 3}, {400, 30, 40}, {700, 700, 10}, {700, 10, 700}, {3000, 90, 50}} {
		t.Run(fmt.Sprintf("%d lines, %d clients, %d paths", size.lines, size.clients, size.paths), func(t *testing.T) {
			checkSame(t, generate(r, size.lines, size.clients, size.paths))
		})
	}
}

// TestSameOnDamagedLogs changes single bytes of good lines, most of which become bad by that.
func TestSameOnDamagedLogs(t *testing.T) {
	r := random()
	for range 60 {
		log := generate(r, 8, 3, 4)
		for range 4 {
			log[r.IntN(len(log))] = " \n-/?09:AZTaz\x00\xff"[r.IntN(15)]
		}
		checkSame(t, log)
		if t.Failed() {
			t.Fatalf("the log was %q", log)
		}
	}
}

func TestSameOnAnyReader(t *testing.T) {
	log := generate(random(), 300, 20, 20)
	broken := errors.New("broken disk")
	readers := []struct {
		name string
		make func() io.Reader
	}{
		{"byte by byte", func() io.Reader { return iotest.OneByteReader(bytes.NewReader(twice(log))) }},
		{"half of what is asked for", func() io.Reader { return iotest.HalfReader(bytes.NewReader(twice(log))) }},
		{"data together with the end", func() io.Reader { return iotest.DataErrReader(bytes.NewReader(twice(log))) }},
		{"an error in the middle", func() io.Reader {
			return io.MultiReader(bytes.NewReader(log), bytes.NewReader(log), iotest.ErrReader(broken))
		}},
		{"an unexpected end", func() io.Reader { return io.MultiReader(bytes.NewReader(log), iotest.ErrReader(io.ErrUnexpectedEOF)) }},
	}
	for _, tt := range readers {
		t.Run(tt.name, func(t *testing.T) {
			got, err := fastlog.Analyze(tt.make())
			want, wantErr := slow.Analyze(tt.make())
			if !errors.Is(err, wantErr) || text(got, nil) != text(want, nil) {
				t.Errorf("Analyze = %s, %v, want %s, %v", excerpt(text(got, nil), text(want, nil)), err, excerpt(text(want, nil), text(got, nil)), wantErr)
			}
		})
	}
}

// fullDisk takes some bytes and then fails.
type fullDisk struct{ left int }

var errFull = errors.New("disk full")

func (d *fullDisk) Write(p []byte) (int, error) {
	if len(p) > d.left {
		return d.left, errFull
	}
	d.left -= len(p)
	return len(p), nil
}

func TestSameTextOfWrite(t *testing.T) {
	log := twice(generate(random(), 500, 20, 60))
	fast, err := fastlog.Analyze(bytes.NewReader(log))
	given, wantErr := slow.Analyze(bytes.NewReader(log))
	if err != nil || wantErr != nil {
		t.Fatalf("Analyze = %v, want %v", err, wantErr)
	}
	var got, want strings.Builder
	if err := fastlog.Write(&got, fast); err != nil {
		t.Errorf("Write = %v, want nil", err)
	}
	if err := slow.Write(&want, given); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Errorf("Write wrote %s, want %s", excerpt(got.String(), want.String()), excerpt(want.String(), got.String()))
	}
	for _, room := range []int{0, 100, 2000} {
		if err := fastlog.Write(&fullDisk{left: room}, fast); !errors.Is(err, errFull) {
			t.Errorf("Write(w that fails after %d bytes) = %v, want %v", room, err, errFull)
		}
	}
}
