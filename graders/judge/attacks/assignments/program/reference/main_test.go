package main

import (
	"strings"
	"testing"
)

func TestSum(t *testing.T) {
	if got := sum(strings.NewReader("1\n2\n")); got != 3 {
		t.Errorf("sum = %d, want 3", got)
	}
}
