package supervise

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"pushmark/judge/internal/process"
	"pushmark/judge/internal/record"
	"pushmark/judge/internal/wire"
	"pushmark/judge/seal"
)

// Theory of operation. A sealed test is a pair of processes. One has the hidden tests and no line of a student's: its
// user is always the same, the trusted one, whose files and memory no other user can reach. The other, the servant,
// has the student's code and nothing of the tests; its user is used once. Two pipes are all that they share.
//
//	supervisor ──> tests (uid 1500)          3 records, 4 mark, 6 from and 7 to the servant
//	     │              ^ │
//	     │              │ v
//	     └───────> servant (uid 2000+n)      3 from and 4 to the tests
//
// The tests start first: once they have become their program, they have their private folder and their place under
// the limit on processes, and nothing that the servant does can keep them from starting. Whichever ends first, the
// other gets a moment to notice, then it is ended too. Then what both users left behind is killed and removed.
//
// What is believed is what the tests' process says, as for any test. The servant adds what the kernel tells of it: an
// end with another status than 0 before its test was over takes the test's pass, as it would have ended the test's
// process if they had been one. Status 0 before that is a contradiction, as in a linked test: a servant that is done
// ends behind its tests. (There Go's own guard makes a panic of os.Exit(0) in a test; here there is none, and one that
// somebody wrote by mistake cannot be told from the others.) What the servant prints is shown, never read.

// sealedTest runs one pair and applies the rules to what came out.
func (h *house) sealedTest(step wire.RunStep, asked visit, name string, procs int) (wire.ProcessOutcome, error) {
	asked.env = append(programEnv(procs), seal.EnvTests+"=6,7", seal.EnvLimit+"="+milliseconds(step.TestMs).String())
	v, servant, err := h.pair(asked, visit{
		program: step.Sealed.Servant,
		args:    func(string) []string { return nil },
		env:     append(programEnv(procs), seal.EnvServant+"=3,4"),
		dir:     h.folder(step, step.Sealed.Tree),
		apart:   true,
		wall:    asked.wall,
		output:  asked.output,
	})
	if err != nil {
		return wire.ProcessOutcome{}, err
	}
	out := v.outcome()
	out.Servant = servantOutcome(servant)
	if step.Race {
		out.Race = raceOf(out.Servant)
	}
	if isLimit(out.Servant.Ending) && out.Ending != wire.OutOfMemory {
		out.Ending = out.Servant.Ending
	}
	if v.ExitCode == seal.ExitClock {
		out.Ending = wire.TimedOut
	}
	if v.ExitCode == seal.ExitViolation {
		v.contradictions = append(v.contradictions, "the program broke the protocol between it and its tests"+reason(out.Stderr))
	}
	broken := out.Servant.Ending != wire.Exited || out.Servant.ExitCode != 0
	return decide(out, v, record.Facts{Test: name, Broken: broken, Left: hasLeft(v, servant), Strays: servant.Strays}, procs), nil
}

// hasLeft reports whether a servant ended by itself, as if all were well, while its tests needed it. Which of the two
// ended first is not seen from here when they end together, so the tests' process says it: it also ends with
// seal.ExitServant when it waited in vain, and then a servant ends with status 0 as it should, behind it.
func hasLeft(tests visited, servant process.Result) bool {
	isWell := servant.Ending == wire.Exited && servant.ExitCode == 0 && !servant.Released
	return isWell && tests.ExitCode == seal.ExitServant && strings.HasSuffix(strings.TrimSpace(string(tests.Stderr)), seal.Prefix+seal.Ended)
}

// servantOutcome is in the words of the wire how the servant went; being ended with its test is a good end.
func servantOutcome(result process.Result) *wire.Servant {
	s := &wire.Servant{
		Ending: result.Ending, ExitCode: result.ExitCode, Signal: result.Signal, WallMs: wire.Millis(result.Wall),
		CPUMs: wire.Millis(result.CPU), PeakBytes: result.PeakBytes, Strays: result.Strays,
		Stdout: wire.Text(result.Stdout), Stderr: wire.Text(result.Stderr), Truncated: result.Truncated,
	}
	if result.Released {
		s.Ending, s.ExitCode, s.Signal = wire.Exited, 0, ""
	}
	return s
}

// raceStatus is the exit status of a servant whose race detector has reported something.
const raceStatus = 66

// raceOf is the report of the servant's race detector; the status alone is one too.
func raceOf(servant *wire.Servant) string {
	if report := record.FirstRace(servant.Stderr); report != "" || servant.ExitCode != raceStatus {
		return report
	}
	return "WARNING: DATA RACE\n(its report was not printed in full)"
}

// isLimit reports whether a servant's end says why its test went wrong.
func isLimit(ending wire.Ending) bool {
	return ending == wire.OutOfMemory || ending == wire.ProcessLimit || ending == wire.OutputLimit
}

// reason is what the tests' process said about its end.
func reason(stderr string) string {
	at := strings.LastIndex(stderr, seal.Prefix+"protocol violation: ")
	if at < 0 {
		return ""
	}
	return firstLine(strings.TrimPrefix(stderr[at:], seal.Prefix+"protocol violation")) // with the colon
}

// pair runs the tests' process and its servant together and leaves nothing of them behind.
func (h *house) pair(asked, servant visit) (visited, process.Result, error) {
	uid := h.nextUID
	h.nextUID++
	mine, theirs, err := pairChannels()
	if err != nil {
		return visited{}, process.Result{}, err
	}
	testsOver, servantOver := make(chan struct{}), make(chan struct{})
	tests := h.spec(asked, h.lodge(h.TrustedUID), h.environment(h.private(h.TrustedUID), asked), mine)
	tests.Over, tests.Partner = testsOver, servantOver
	serving := h.spec(servant, h.lodge(uid), append(basics(h.private(uid)), servant.env...), theirs)
	serving.Over, serving.Partner = servantOver, testsOver

	out := visited{}
	ended := make(chan error, 1)
	go func() {
		var err error
		out.Result, err = process.Run(tests, h.group)
		ended <- err
	}()
	other, err := h.serve(serving, mine)
	var words []string
	if err == errNoRoom {
		words, err = []string{err.Error()}, nil
	}
	if err = firstOf(<-ended, err); err != nil {
		return out, other, err
	}
	out.events, out.contradictions, err = closeBoth(mine, theirs)
	if err != nil {
		return out, other, err
	}
	left, err := h.wipe(h.TrustedUID, uid)
	out.contradictions = slices.Concat(out.contradictions, words, left)
	return out, other, err
}

// closeBoth gives what the tests recorded, and what is wrong with either process.
func closeBoth(tests, servant *channels) ([]record.Event, []string, error) {
	_, words, wrong := servant.close()
	events, contradictions, err := tests.close()
	return events, append(contradictions, words...), firstOf(wrong, err)
}

// serve runs the servant once the tests are there.
func (h *house) serve(spec process.Spec, tests *channels) (process.Result, error) {
	if err := tests.entered(); err != nil {
		for _, file := range spec.Extra {
			file.Close()
		}
		close(spec.Over)
		return process.Result{Ending: wire.Skipped, ExitCode: -1}, err
	}
	return process.Run(spec, h.group)
}

// pairChannels are the descriptors of both processes of a pair.
func pairChannels() (tests, servant *channels, err error) {
	if tests, err = openChannels(true); err != nil {
		return nil, nil, err
	}
	if servant, err = openChannels(false); err != nil {
		return nil, nil, err
	}
	questions, ask, err := os.Pipe()
	if err != nil {
		return nil, nil, fmt.Errorf("a pipe: %w", err)
	}
	answers, answer, err := os.Pipe()
	if err != nil {
		return nil, nil, fmt.Errorf("a pipe: %w", err)
	}
	tests.theirs = append(tests.theirs, answers, ask)
	servant.theirs[0], servant.theirs[1] = questions, answer
	return tests, servant, nil
}
