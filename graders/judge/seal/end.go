package seal

import (
	"os"
)

// How the tests' process ends when it is not the tests that decide. Anything else is the ordinary end of a test binary.
const (
	// ExitBudget: more calls than PUSHMARK_SEALED_CALLS allows.
	ExitBudget = 85
	// ExitServant: the servant ended, closed its pipe, or did not answer while package variables were initialised.
	ExitServant = 86
	// ExitViolation: the servant broke the protocol: tampering, or memory of its own process that it damaged.
	ExitViolation = 87
	// ExitClock: the tests took longer than PUSHMARK_SEALED_LIMIT, calls not counted.
	ExitClock = 88
)

// Prefix of the one line on standard error that explains such an end. The exit code decides; text can be forged.
const Prefix = "pushmark: sealed: "

// Ended is what the tests' process says behind Prefix when the servant has closed its pipe.
const Ended = "the submission's process has ended"

// broken is a violation of the protocol.
type broken string

func (b broken) Error() string { return string(b) }

func violation(what string) error { return broken(what) }

// reject is violation inside a decoder, which recovers it.
func reject(what string) { panic(broken(what)) }

// exit ends the process and says why, if there is something to say.
func exit(code int, why string) {
	if why != "" {
		os.Stderr.WriteString(Prefix + why + "\n")
	}
	os.Exit(code)
}
