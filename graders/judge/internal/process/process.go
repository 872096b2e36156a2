// Package process runs one program under a clock and an output limit and says how it ended, from what the kernel
// tells: exit status, signal, resource usage and the counters of the control group. What the program prints about
// itself decides nothing here.
package process

import (
	"fmt"
	"os"
	"syscall"
	"time"

	"pushmark/judge/internal/cgroup"
	"pushmark/judge/internal/wire"
)

// Spec is what to run and where its limits are.
type Spec struct {
	Path string
	Args []string // with the program's own name
	Env  []string
	Dir  string
	// Extra become descriptors 3, 4, …; nil entries stay closed. Run closes ours once the process has them.
	Extra []*os.File
	Attr  *syscall.SysProcAttr
	// Wall is the time after which it is ended; OutputBytes the sum of both streams after which it is.
	Wall        time.Duration
	OutputBytes int64
	// Budget is used in place of OutputBytes when several processes have one in common.
	Budget *Budget
	// Stdin is its standard input, and closed here once it has it; nil: there is nothing to read.
	Stdin *os.File
	// Forward get standard output and error as they come, within the limit, and are closed behind them; nil: nobody.
	Forward [2]*os.File
	// Joined: what goes to standard error goes to standard output.
	Joined bool
	// Started is told of the process, Ended of its end without output, which may still be on its way; may be nil.
	Started func(*os.Process)
	Ended   func(Result)
	// Stop ends it like too much output does; may be nil.
	Stop <-chan struct{}
	// Partner is closed when the process that it works with has ended; it gets a moment then. Over, when not nil, is
	// closed when this one has ended or is about to be.
	Partner <-chan struct{}
	Over    chan<- struct{}
	// End kills everything that belongs to the process pid, which ended by itself (left behind counts) or is to be
	// ended now. It never reaps pid.
	End func(pid int, ended bool) (int, error)
}

// Result is how it went.
type Result struct {
	Ending         wire.Ending
	ExitCode       int // -1 when a signal ended it
	Signal         string
	SignalNumber   syscall.Signal
	Stdout, Stderr []byte
	Truncated      bool
	Wall, CPU      time.Duration
	PeakBytes      int64
	Strays         int
	// Released: it was ended because its partner had ended.
	Released bool
}

// cut says why the judge itself ended a process.
type cut int

const (
	notCut cut = iota
	byClock
	byOutput
	byPartner
)

// quitTime is what a Go program gets for printing its goroutines after SIGQUIT.
const quitTime = 300 * time.Millisecond

// drainTime is what output that lies in a pipe of pipeBytes gets for coming when its process is over.
const (
	drainTime = 100 * time.Millisecond
	pipeBytes = 64 << 10
)

// partnerTime is what a process gets for ending by itself behind its partner; the race detector waits 50 ms.
const partnerTime = time.Second

// Run runs spec to its end; an error is ours (the program could not be started, or something survived).
func Run(spec Spec, group cgroup.Group) (Result, error) {
	before, began := group.Read(), time.Now()
	out := newCapture(spec)
	child, err := start(spec, out)
	if err != nil {
		spec.tellOver()
		out.finish()
		return Result{}, fmt.Errorf("starting %s: %w", spec.Path, err)
	}
	if spec.Started != nil {
		spec.Started(child)
	}
	done := make(chan *os.ProcessState, 1)
	go func() {
		defer close(done) // there is no state when somebody else reaped it
		state, _ := child.Wait()
		done <- state
	}()
	why, state := watch(spec, child, out, done)
	spec.tellOver()
	strays, err := spec.End(child.Pid, why == notCut)
	if err != nil {
		return Result{}, err
	}
	if state == nil {
		child.Kill() // whatever it looked like to End: nobody else would stop the waiting
		state = <-done
	}
	result := describe(state, why, group.Read().Since(before))
	result.Wall, result.Strays, result.Released = time.Since(began), strays, why == byPartner
	if spec.Ended != nil {
		spec.Ended(result)
	}
	out.finish()
	result.Stdout, result.Stderr, result.Truncated = out.stdout.text, out.stderr.text, out.cut()
	return result, nil
}

func (s Spec) tellOver() {
	if s.Over != nil {
		close(s.Over)
	}
}

// watch waits for the first reason to stop: the process ended (its state is returned), or it is to be ended.
func watch(spec Spec, child *os.Process, out *capture, done <-chan *os.ProcessState) (cut, *os.ProcessState) {
	clock := time.NewTimer(spec.Wall)
	defer clock.Stop()
	select {
	case state := <-done:
		return notCut, state
	case <-out.over:
		return byOutput, nil
	case <-spec.Stop:
		return byOutput, nil
	case <-spec.Partner:
		return release(out, done)
	case <-clock.C:
	}
	child.Signal(syscall.SIGQUIT)
	select {
	case state := <-done:
		return byClock, state
	case <-time.After(quitTime):
		return byClock, nil
	}
}

// release waits a moment for a process whose partner has ended.
func release(out *capture, done <-chan *os.ProcessState) (cut, *os.ProcessState) {
	select {
	case state := <-done:
		return notCut, state
	case <-out.over:
		return byOutput, nil
	case <-time.After(partnerTime):
		return byPartner, nil
	}
}
