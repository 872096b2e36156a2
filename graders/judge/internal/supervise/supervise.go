// Package supervise is the first process of the run container.
//
// Theory of operation. The programs that arrive hold a student's code, so nothing that happens in their processes is
// believed, apart from what the kernel tells (status, signal, usage, counters of the control group) and from records
// that carry the mark of exactly this process.
//
// One test at a time, each in a process of its own under a user of its own: uid 2000, 2001, … never used twice. We
// are uid 0 without the right to read, change or own foreign files (only SETUID, SETGID and KILL are left), so what
// touches a user's files is done by a helper that already runs as that user: `enter` before the program (limits,
// private folder, then exec), `collect` and `wipe` behind it.
//
//	supervisor ── fork, setuid ──> judge enter ── exec ──> program -test.run ^TestX$
//	   ^  ^                                                  │    │
//	   │  └── descriptor 3: records <────────────────────────┘    │
//	   ├───── descriptors 1, 2: output, capped <──────────────────┘
//	   └───── descriptor 4: a fresh mark for the records, read and closed before any test runs
//
// When the process ended, by itself or by us, every process of its user is killed and counted, its files are removed,
// and package record decides what was proven. What a student's process can bring about is never an error of ours: not
// in what it leaves (files that nobody can remove, no room for the next private folder: contradictions), nor in what
// it takes away (files to collect: there are none). Programs and trees can be opened only while a step uses them. A race
// build must be readable by its user (the detector reads its options from /proc/self/environ); any other is only
// executable, which closes /proc/self/mem and /proc/self/exe.
//
// Tests that are apart from the student's code, sealed ones (sealed.go) and those from outside (outside.go), are
// processes of a trusted user, beside which others with the student's code run.
//
// We must not fall with the student: threads are made beforehand, because none may be had while a fork bomb runs;
// the student's processes are the first that the kernel kills for memory; every read has an end.
package supervise

import (
	"archive/tar"
	"io"
	"os"

	"pushmark/judge/internal/cgroup"
	"pushmark/judge/internal/wire"
)

// Place is where the supervisor works; the container has /w and /tmp.
type Place struct {
	// Self is the judge's own program, executable by everybody.
	Self string
	// Enter is the small program that is `judge enter` too; empty: Self.
	Enter string
	// Work holds programs and trees and is not writable for students; Temp holds their private folders (mode 1777).
	Work, Temp string
	// FirstUID is the uid of the first process; the next have the numbers that follow.
	FirstUID int
	// TrustedUID is the uid of processes without a student's code: of sealed tests and tests from outside.
	TrustedUID int
}

// house is a place in use.
type house struct {
	Place
	group cgroup.Group
	seed  string
	// canaries are those of this run.
	canaries wire.Canaries
	nextUID  int
	answer   *wire.Answer
	// trusted are the programs that belong to the trusted user.
	trusted map[string]bool
	// folders are the private ones of users.
	folders map[int]string
	// hung are tests that ran into the only clock of their step.
	hung map[string]bool
}

// Run carries out one job. An error is ours; whatever the students' programs do is in the answer.
func Run(job io.Reader, answer io.Writer, place Place) error {
	if err := prepare(); err != nil {
		return err
	}
	if place.Enter == "" || weakLimits { // the small program always sets limits
		place.Enter = place.Self
	}
	stream := tar.NewReader(job)
	read, err := wire.ReadJob[wire.RunStep](stream, "run")
	if err != nil {
		return err
	}
	h := &house{place, cgroup.Find(os.DirFS("/")), read.Seed, read.Canaries, place.FirstUID, wire.NewAnswer(answer), map[string]bool{}, map[int]string{}, map[string]bool{}}
	if err := h.install(stream, read.Steps); err != nil {
		return err
	}
	for _, step := range read.Steps {
		outcome, err := h.step(step)
		if err != nil {
			return err
		}
		if err := h.answer.Step(step.ID, outcome); err != nil {
			return err
		}
	}
	return h.answer.End()
}

// step carries out one step between opening and closing what it uses.
func (h *house) step(step wire.RunStep) (wire.RunOutcome, error) {
	for _, program := range step.Needs() {
		if !h.has(program) {
			outcome := wire.NewRunOutcome(step.ID)
			outcome.Ending, outcome.Cause = wire.Skipped, "the program was not built"
			outcome.NotRun = append(outcome.NotRun, step.Tests...)
			return outcome, nil
		}
	}
	if err := h.open(step); err != nil {
		return wire.RunOutcome{}, err
	}
	outcome, err := h.carryOut(step)
	if err != nil {
		return outcome, err
	}
	return outcome, h.close(step)
}

func (h *house) carryOut(step wire.RunStep) (wire.RunOutcome, error) {
	switch step.Kind {
	case "tests":
		return h.tests(step)
	case "command":
		return h.command(step)
	default:
		return h.benchmarks(step)
	}
}
