package sample

import (
	"os"
	"os/signal"
	"syscall"
	"testing"
)

func TestLoops(t *testing.T) {
	t.Run("before", func(t *testing.T) {})
	t.Run("loops", func(t *testing.T) {
		select {}
	})
}

func TestIgnoresSignals(t *testing.T) {
	signal.Ignore(syscall.SIGQUIT)
	for {
		syscall.Kill(os.Getpid(), syscall.SIGSTOP)
	}
}
