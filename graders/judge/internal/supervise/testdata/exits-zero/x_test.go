package sample

import (
	"os"
	"syscall"
	"testing"
)

func TestLeavesSilently(t *testing.T) {
	t.Run("earlier", func(t *testing.T) {})
	syscall.Exit(0)
}

func TestLeavesOrdinarily(t *testing.T) {
	t.Run("earlier", func(t *testing.T) {})
	os.Exit(0)
}

func TestLeavesWithAnError(t *testing.T) {
	t.Run("earlier", func(t *testing.T) {})
	os.Exit(3)
}

func TestClosesTheChannel(t *testing.T) {
	syscall.Close(3)
}
