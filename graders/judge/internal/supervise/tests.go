package supervise

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"pushmark/judge/internal/record"
	"pushmark/judge/internal/wire"
	"pushmark/judge/seal"
)

// tests runs every test of a step, each in processes of its own, and sends each process as it ends. When the time for
// all is used up, no further process is started and the tests that are left are named.
func (h *house) tests(step wire.RunStep) (wire.RunOutcome, error) {
	outcome := wire.NewRunOutcome(step.ID)
	names := step.Tests
	if names == nil {
		listed, err := h.list(step, &outcome)
		if err != nil {
			return outcome, err
		}
		names = listed
	}
	began, n := time.Now(), 0
	for i, name := range names {
		for procs, count := range spread(step.Count, step.Procs) {
			if time.Since(began) >= milliseconds(step.RunMs) {
				outcome.Ending, outcome.NotRun = wire.TimedOut, names[i:]
				outcome.Cause = fmt.Sprintf("the time for all tests together (%v) was used up", milliseconds(step.RunMs))
				return outcome, nil
			}
			one, err := h.test(h.clocked(step, name), name, step.Procs[procs], count)
			if err != nil {
				return outcome, err
			}
			h.noteHang(step, name, one.Ending)
			if err := h.answer.Process(step.ID, n, one); err != nil {
				return outcome, err
			}
			n++
		}
	}
	return outcome, nil
}

// noteHang remembers a test that ran into its clock where no second one is given.
func (h *house) noteHang(step wire.RunStep, name string, ending wire.Ending) {
	if step.HungMs == 0 && ending == wire.TimedOut {
		h.hung[step.Dir+" "+name] = true
	}
}

// clocked is a step with the clock that a test gets: the second one, if it has hung before. graders/go/clocks.ts says why.
func (h *house) clocked(step wire.RunStep, name string) wire.RunStep {
	if step.HungMs > 0 && h.hung[step.Dir+" "+name] {
		step.TestMs = step.HungMs
	}
	return step
}

// spread gives the -test.count of the process with each value of GOMAXPROCS: the total in equal shares, at least 1.
func spread(count int, procs []int) []int {
	shares := make([]int, len(procs))
	for i := range shares {
		shares[i] = max(1, count/len(procs))
		if i < count%len(procs) && count > len(procs) {
			shares[i]++
		}
	}
	return shares
}

// test runs one process of one test and applies the rules to what came out.
func (h *house) test(step wire.RunStep, name string, procs, count int) (wire.ProcessOutcome, error) {
	wall := milliseconds(step.TestMs)
	if step.Sealed != nil {
		wall += seal.MostCalls // its own clock (seal.EnvLimit) rings before, unless it calls as often as it may
	}
	asked := visit{
		program: step.Program,
		args: func(string) []string {
			return printing([]string{"-test.run", "^" + regexp.QuoteMeta(name) + "$", "-test.paniconexit0",
				"-test.count", strconv.Itoa(count), "-test.timeout", (wall - margin(wall)).String()})
		},
		env:      programEnv(procs),
		dir:      h.folder(step, step.Tree),
		wall:     wall,
		output:   step.OutputBytes,
		recorded: true,
	}
	switch {
	case step.Sealed != nil:
		return h.sealedTest(step, asked, name, procs)
	case step.Outside != nil:
		return h.outsideTest(step, asked, name, procs)
	}
	v, err := h.visit(asked)
	if err != nil {
		return wire.ProcessOutcome{}, err
	}
	out := v.outcome()
	if step.Race {
		out.Race = record.FirstRace(out.Stderr)
	}
	return decide(out, v, record.Facts{Test: name, Strays: v.Strays}, procs), nil
}

// decide completes what is known about a process of a test by what its records prove; facts lack its end and races.
func decide(out wire.ProcessOutcome, v visited, facts record.Facts, procs int) wire.ProcessOutcome {
	out.Test, out.Procs = facts.Test, procs
	if record.Alarmed(v.events) && (out.Ending == wire.Exited || out.Ending == wire.OutputLimit) {
		out.Ending = wire.TimedOut
	}
	v = believed(v, facts.Test)
	facts.Zero, facts.Race = weakRecords || out.Ending == wire.Exited && out.ExitCode == 0, out.Race != ""
	if weakRecords {
		facts.Strays = 0
	}
	verdict := record.Judge(v.events, v.contradictions, facts)
	out.Records, out.Completed, out.Tampering = verdict.Records, verdict.Completed, verdict.Tampering
	return out
}

// margin is how much earlier than our clock the program's own one rings: time for printing all goroutines.
func margin(wall time.Duration) time.Duration { return min(wall/10, 500*time.Millisecond) }

// programEnv holds what Go's runtime and race detector are told. A race ends the process at the first report; 50 ms
// at the end find races of goroutines that outlive the test (with 0 they are missed, the default is a full second).
// Programs without the detector ignore GORACE; they have it too, or code could be right under one of the two only.
func programEnv(procs int) []string {
	env := []string{"GORACE=halt_on_error=1 exitcode=66 atexit_sleep_ms=50"}
	if procs > 0 {
		env = append(env, "GOMAXPROCS="+strconv.Itoa(procs))
	}
	return env
}

// list asks a program for its tests, examples and fuzz targets.
func (h *house) list(step wire.RunStep, outcome *wire.RunOutcome) ([]string, error) {
	v, err := h.listing(step, visit{
		program:  step.Program,
		args:     func(string) []string { return []string{"-test.list", ".", "-test.paniconexit0"} },
		env:      programEnv(0),
		dir:      h.folder(step, step.Tree),
		wall:     milliseconds(step.TestMs),
		output:   step.OutputBytes,
		recorded: true,
	})
	if err != nil {
		return nil, err
	}
	for _, event := range record.Of(v.events, "listed") {
		outcome.Listed = append(outcome.Listed, event.Name)
	}
	if _, ok := record.Completion(v.events); !ok || len(v.contradictions) > 0 {
		outcome.Ending, outcome.Listed = v.Ending, []string{}
		outcome.Cause = "the program did not list its tests: " + firstLine(wire.Text(v.Stderr))
	}
	return outcome.Listed, nil
}

// listing runs the process that lists tests: that of tests from outside may be reached by their own user only.
func (h *house) listing(step wire.RunStep, asked visit) (visited, error) {
	if step.Outside == nil {
		return h.visit(asked)
	}
	v, _, err := h.outside(step, asked, 0)
	return v, err
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
