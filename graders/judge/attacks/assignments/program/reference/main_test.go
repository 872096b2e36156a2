package main

import (
	"strings"
	"testing"
)

func TestSum(t *testing.T) {
	for input, want := range map[string]int{"": 0, "1\n2\n": 3, "-4\n": -4} {
		if got, err := sum(strings.NewReader(input), nil); got != want || err != nil {
			t.Errorf("sum(%q) = %d, %v, want %d", input, got, err, want)
		}
	}
	if _, err := sum(strings.NewReader("one\n"), nil); err == nil {
		t.Error("no error")
	}
}
