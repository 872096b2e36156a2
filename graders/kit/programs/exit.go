package programs

import (
	"fmt"
	"syscall"
)

// ExitError says that a program did not end with status 0.
type ExitError struct {
	// Code is its status; -1 when a signal ended it.
	Code int
	// Signal ended it; 0: none did.
	Signal syscall.Signal
	// Limit is in words what it needed too much of, where that was its end; empty otherwise.
	Limit string
	// Stderr is what it printed on standard error, when Output ran it and nobody else got it.
	Stderr []byte
}

func (e *ExitError) Error() string {
	text := fmt.Sprintf("exit status %d", e.Code)
	if e.Signal != 0 {
		text = "signal: " + e.Signal.String()
	}
	if e.Limit != "" {
		text += " (" + e.Limit + ")"
	}
	return text
}

// ExitCode is Code, as of os/exec.
func (e *ExitError) ExitCode() int { return e.Code }

// status is how a program ended.
type status struct {
	code   int
	signal syscall.Signal
	limit  string
}
