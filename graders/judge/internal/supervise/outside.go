package supervise

import (
	"fmt"
	"strings"

	"pushmark/judge/internal/process"
	"pushmark/judge/internal/record"
	"pushmark/judge/internal/wire"
)

// Theory of operation. Tests from outside are a process of the trusted user, as sealed ones are: it has no line of a
// student's, and its word counts. It starts programs with the student's code by asking us, through package programs of
// graders/kit, over a socket that nobody else has an end of.
//
//	             ── 6: requests ──>             ── fork, setuid, exec ──> program (uid 2000+n)
//	tests (1500)                    supervisor                                   │
//	             <── pipes ─────────  counted, capped  <── descriptors 1, 2 ─────┘
//
// Programs with one working folder are one user; any other has a user that is used once. A program gets the end of a
// pipe for its input, and our pipes for its output: what it prints is counted against one budget of the whole test
// and passed on. It gets no other descriptor, and of the tests neither files nor memory. What a test wants to read in
// a working folder is read by a helper that is the program's user, so a link there leads nowhere that the program
// could not have gone itself.
//
// While a program has its folder for itself, all that it left running when it ends is killed and counted; the rest is
// killed when the test ends. Trouble with starting a program or with its folder is an answer for the test, because the
// student's code can cause it (a full disk, no room for processes); it is never our error.

// socketVariable tells the tests which descriptor takes requests.
const socketVariable = "PUSHMARK_PROGRAMS"

// outsideTest runs one process of one test and applies the rules to what came out.
func (h *house) outsideTest(step wire.RunStep, asked visit, name string, procs int) (wire.ProcessOutcome, error) {
	v, told, err := h.outside(step, asked, procs)
	if err != nil {
		return wire.ProcessOutcome{}, err
	}
	out := v.outcome()
	out.Programs = told
	for i := range told {
		if step.Race && out.Race == "" {
			out.Race = raceOfProgram(told[i].Servant)
		}
		if isLimit(told[i].Ending) && out.Ending == wire.Exited {
			out.Ending = told[i].Ending
		}
	}
	return decide(out, v, record.Facts{Test: name}, procs), nil
}

// outside runs a process of the tests and the programs that it asks for, and leaves nothing of them behind.
func (h *house) outside(step wire.RunStep, asked visit, procs int) (visited, []wire.Program, error) {
	c, err := openChannels(true)
	if err != nil {
		return visited{}, nil, err
	}
	ours, theirs, err := socketPair()
	if err != nil {
		return visited{}, nil, err
	}
	c.theirs = append(c.theirs, theirs)
	asked.env = append(programEnv(procs), socketVariable+"=6")
	spec := h.spec(asked, h.lodge(h.TrustedUID), h.environment(h.private(h.TrustedUID), asked), c)
	s := newStage(h, step, procs, ours)
	result, err := process.Run(spec, h.group)
	uids, told, failed := s.end()
	out := visited{Result: result}
	if err != nil || failed != nil {
		return out, told, fmt.Errorf("tests from outside: %w", firstOf(err, failed))
	}
	if out.events, out.contradictions, err = c.close(); err != nil {
		return out, told, err
	}
	left, err := h.wipe(append(uids, h.TrustedUID)...)
	out.contradictions = append(out.contradictions, left...)
	return out, told, err
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// raceOfProgram finds a report also where a test wanted both outputs in one.
func raceOfProgram(program wire.Servant) string {
	program.Stderr += program.Stdout
	return raceOf(&program)
}

// limitWords says to a test why we ended a program.
func limitWords(ending wire.Ending) string {
	if isLimit(ending) {
		return strings.ReplaceAll(string(ending), "-", " ")
	}
	return ""
}
