package sample

import (
	"fmt"
	"strings"
	"testing"
)

func TestFloods(t *testing.T) {
	t.Run("before", func(t *testing.T) {})
	for {
		fmt.Println(strings.Repeat("x", 1000))
	}
}

func TestLogsMuch(t *testing.T) {
	for range 1000 {
		t.Log(strings.Repeat("y", 1000))
	}
}
