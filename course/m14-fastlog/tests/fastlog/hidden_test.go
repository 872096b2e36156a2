package fastlog_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"course/fastlog/fastlog"
	"course/fastlog/slow"
)

// random makes inputs that a grader can vary: the same PUSHMARK_SEED gives the same inputs.
func random() *rand.Rand {
	sum := sha256.Sum256([]byte(os.Getenv("PUSHMARK_SEED")))
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])))
}

// generate makes a log of so many lines, clients and paths; one line in a hundred is no entry.
func generate(r *rand.Rand, lines, clients, paths int) []byte {
	var log bytes.Buffer
	for range lines {
		if r.IntN(100) == 0 {
			fmt.Fprintf(&log, "# restarted with %d workers\n", r.IntN(64))
			continue
		}
		p := r.IntN(paths)
		fmt.Fprintf(&log, "2026-%02d-%02dT%02d:%02d:%02dZ", 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60))
		c := r.IntN(clients)
		fmt.Fprintf(&log, " 10.%d.%d.%d %s /shop/%d/item-%05d", c>>16, c>>8&255, c&255, [...]string{"GET", "POST", "PUT"}[r.IntN(3)], p%7, p)
		if r.IntN(3) == 0 {
			fmt.Fprintf(&log, "?page=%d", r.IntN(30))
		}
		fmt.Fprintf(&log, " %d %d %d\n", [...]int{200, 204, 302, 404, 500, 503}[r.IntN(6)], r.IntN(1<<20), r.IntN(3000))
	}
	return log.Bytes()
}

// text shows every field of a summary of either package.
func text(summary any, err error) string {
	if err != nil {
		return "error " + err.Error()
	}
	return fmt.Sprintf("%+v", summary)
}

func analyze(log []byte) string  { return text(fastlog.Analyze(bytes.NewReader(log))) }
func expected(log []byte) string { return text(slow.Analyze(bytes.NewReader(log))) }

// excerpt shortens a long text around the first place where it differs from another.
func excerpt(s, other string) string {
	at := 0
	for at < len(s) && at < len(other) && s[at] == other[at] {
		at++
	}
	from, to := max(0, at-120), min(len(s), at+120)
	return fmt.Sprintf("%q", strings.Repeat("…", min(1, from))+s[from:to]+strings.Repeat("…", min(1, len(s)-to)))
}

// compare analyses a log with the student's package and with the one that was given.
func compare(t *testing.T, what string, log []byte) {
	t.Helper()
	if got, want := analyze(log), expected(log); got != want {
		t.Errorf("Analyze(%s) = %s, want %s", what, excerpt(got, want), excerpt(want, got))
	}
}
