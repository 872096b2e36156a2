package wire

import (
	"strings"
	"time"
)

// Text makes untrusted bytes fit for JSON and PostgreSQL: valid UTF-8 without U+0000.
func Text(b []byte) string {
	return strings.ReplaceAll(strings.ToValidUTF8(string(b), "\uFFFD"), "\x00", "")
}

// Millis is a duration in milliseconds, with fractions.
func Millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
