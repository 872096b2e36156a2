// Package expect compares what tests got with what they want. It belongs to the assignment.
package expect

import "testing"

// Text fails the test unless got is want and there is no error.
func Text(t testing.TB, call, got string, err error, want string) {
	t.Helper()
	if err != nil || got != want {
		t.Errorf("%s = %q, %v, want %q", call, got, err, want)
	}
}
