package sample

import (
	"fmt"
	"testing"
)

func TestHalf(t *testing.T) {
	t.Run("good", func(t *testing.T) {})
	t.Run("bad", func(t *testing.T) {
		t.Errorf("Top() = %d, want %d", 1, 2)
	})
}

func TestAgain(t *testing.T) {
	if !first() {
		t.Fatal("only the first time")
	}
}

var calls int

func first() bool { calls++; return calls == 1 }

func Example_wrong() {
	fmt.Println("got this")
	// Output: wanted that
}
