// Package check compares what tests got with what they want. It belongs to the assignment.
package check

import (
	"reflect"
	"testing"
)

// Equal fails the test unless got is want.
func Equal(t testing.TB, call string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s = %v, want %v", call, got, want)
	}
}
