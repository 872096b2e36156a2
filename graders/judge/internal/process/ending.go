package process

import (
	"os"
	"syscall"
	"time"

	"pushmark/judge/internal/cgroup"
	"pushmark/judge/internal/wire"
)

// describe turns the kernel's words into a result without output and wall time.
func describe(state *os.ProcessState, why cut, counted cgroup.Counters) Result {
	result := Result{ExitCode: -1}
	if state == nil {
		result.Ending = ending(why, false, true, counted)
		return result
	}
	status := state.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		result.Signal, result.SignalNumber = SignalName(status.Signal()), status.Signal()
	} else {
		result.ExitCode = status.ExitStatus()
	}
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		result.PeakBytes = usage.Maxrss * 1024
		result.CPU = time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	}
	result.Ending = ending(why, result.ExitCode == 0, status.Signaled(), counted)
	return result
}

// ending picks the reason that explains most. A limit of the control group explains an end that went wrong, also one
// by the clock or by its output (a process that may not start a thread hangs, or prints all its goroutines); it
// explains nothing about one with status 0.
func ending(why cut, zero, signalled bool, counted cgroup.Counters) wire.Ending {
	wrong := !zero || why != notCut
	switch {
	case wrong && counted.OOMKills > 0:
		return wire.OutOfMemory
	case wrong && counted.Refused > 0:
		return wire.ProcessLimit
	case why == byOutput:
		return wire.OutputLimit
	case why == byClock:
		return wire.TimedOut
	case signalled:
		return wire.Signalled
	}
	return wire.Exited
}

// SignalName is the name in C, e.g. SIGSEGV.
func SignalName(signal syscall.Signal) string {
	names := map[syscall.Signal]string{
		syscall.SIGHUP: "SIGHUP", syscall.SIGINT: "SIGINT", syscall.SIGQUIT: "SIGQUIT", syscall.SIGILL: "SIGILL",
		syscall.SIGTRAP: "SIGTRAP", syscall.SIGABRT: "SIGABRT", syscall.SIGBUS: "SIGBUS", syscall.SIGFPE: "SIGFPE",
		syscall.SIGKILL: "SIGKILL", syscall.SIGUSR1: "SIGUSR1", syscall.SIGSEGV: "SIGSEGV", syscall.SIGUSR2: "SIGUSR2",
		syscall.SIGPIPE: "SIGPIPE", syscall.SIGALRM: "SIGALRM", syscall.SIGTERM: "SIGTERM", syscall.SIGSYS: "SIGSYS",
		syscall.SIGXCPU: "SIGXCPU", syscall.SIGXFSZ: "SIGXFSZ",
	}
	if name, ok := names[signal]; ok {
		return name
	}
	return "signal " + signal.String()
}
