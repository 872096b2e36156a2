package record

import (
	"strings"
	"time"

	"pushmark/judge/internal/wire"
)

// Facts is what is known about a process from outside.
type Facts struct {
	// Test is the top-level test that it was asked for.
	Test string
	// Zero: it exited with status 0 inside all limits.
	Zero bool
	// Race: the race detector reported something.
	Race bool
	// Broken: the process with the student's code, where it is another one, ended badly.
	Broken bool
	// Left: that process ended with status 0, and the tests, which still needed it, could not go on.
	Left bool
	// Strays are processes that student code linked with tests, or served to them, left behind when it had ended.
	Strays int
}

// Verdict is what the records of one process prove.
type Verdict struct {
	Records   []wire.TestRecord
	Completed bool
	// Tampering lists contradictions; then nothing has passed.
	Tampering []string
}

// Judge applies the rules. Nothing passes but what is proven:
//
//   - Any contradiction takes every pass of this process: between records and their order and mark, between status 0
//     and a missing or failing completion record (of the tests, or of what serves them), between a pass and a failure below it, between the end of a
//     process and others that it left behind.
//   - A process that ended badly without a contradiction keeps the subtests that were decided before; its top-level
//     test has not passed, in no repetition.
//   - A top-level test under which everything was skipped was skipped.
func Judge(events []Event, contradictions []string, facts Facts) Verdict {
	code, completed := Completion(events)
	tests := Of(events, "test")
	tampering := append([]string{}, contradictions...)
	tampering = append(tampering, compare(events, tests, facts, code, completed)...)
	verdict := Verdict{Records: []wire.TestRecord{}, Completed: completed, Tampering: tampering}
	clean := facts.Zero && completed && code == 0 && !facts.Race && !facts.Broken
	failed, skipped := failedOnTop(tests, facts.Test), onlySkips(tests, facts.Test)
	for _, test := range tests {
		record := wire.TestRecord{Name: wire.Text([]byte(test.Name)), Verdict: test.Status, Repeat: test.Repeat,
			WallMs: wire.Millis(time.Duration(test.Ns)), Log: wire.Text([]byte(test.Log))}
		if record.Verdict == "pass" {
			record.Verdict = revise(test, facts.Test, len(tampering) > 0, !clean && !failed, skipped[test.Repeat])
		}
		verdict.Records = append(verdict.Records, record)
	}
	return verdict
}

// revise decides about one recorded pass.
func revise(test Event, top string, tampered, endedBadly, onlySkips bool) string {
	switch {
	case tampered:
		return "fail"
	case test.Name == top && endedBadly:
		return "fail"
	case test.Name == top && onlySkips:
		return "skip"
	}
	return "pass"
}

// compare looks for contradictions between the records and with the end of the process.
func compare(events, tests []Event, facts Facts, code int, completed bool) []string {
	var words []string
	if facts.Zero && !completed {
		words = append(words, "the process ended with status 0 before the tests had reported their end")
	}
	if facts.Left {
		words = append(words, "the program ended with status 0 before its tests were finished")
	}
	if facts.Zero && completed && code != 0 {
		words = append(words, "the process ended with status 0 although its tests had reported a failure")
	}
	if foreign(events, tests, facts.Test) {
		words = append(words, "a result was reported for a test that was not asked for")
	}
	if completed && code == 0 && failedSinceLastRun(events) {
		words = append(words, "the tests reported a failure and that all went well")
	}
	if hidesFailure(tests, facts.Test) {
		words = append(words, "a test was reported as passed although a part of it had failed")
	}
	if completed && len(tests) > 0 && !reported(tests, facts.Test) {
		words = append(words, "parts of a test were reported, the test itself was not")
	}
	if facts.Strays > 0 {
		words = append(words, Stayed)
	}
	return words
}

// Stayed says that other processes went on when a process with a student's code had ended.
const Stayed = "processes that were started during the test went on after its end"

func foreign(events, tests []Event, top string) bool {
	for _, test := range tests {
		if test.Name != top && !strings.HasPrefix(test.Name, top+"/") {
			return true
		}
	}
	return len(Of(events, "benchmark"))+len(Of(events, "listed")) > 0
}
