package supervise

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pushmark/judge/internal/wire"
)

// expected is what must come out of one test of a sample.
type expected struct {
	sample, test string
	ending       wire.Ending
	exitCode     int
	verdicts     map[string]string
	completed    bool
	tampering    string
	strays       int
	stderr       string
}

func TestEveryEndOfAProcessIsJudgedByWhatIsProven(t *testing.T) {
	const early = "the process ended with status 0 before the tests had reported their end"
	const stayed = "processes that were started during the test went on after its end"
	const foreign = "a record without the mark of this process arrived on the channel for results"
	for _, want := range []expected{
		{sample: "passes", test: "TestNested", completed: true, verdicts: map[string]string{"TestNested": "pass", "TestNested/outer": "pass", "TestNested/outer/inner": "pass"}},
		{sample: "passes", test: "TestBubble", completed: true, verdicts: map[string]string{"TestBubble": "pass", "TestBubble/sleeps": "pass"}},
		{sample: "passes", test: "TestSomeSkip", completed: true, verdicts: map[string]string{"TestSomeSkip": "pass", "TestSomeSkip/skipped": "skip", "TestSomeSkip/passed": "pass"}},
		{sample: "passes", test: "TestAllSkip", completed: true, verdicts: map[string]string{"TestAllSkip": "skip", "TestAllSkip/skipped": "skip"}},
		{sample: "passes", test: "TestReportsItsTree", completed: true, verdicts: map[string]string{"TestReportsItsTree": "pass"}},
		{sample: "passes", test: "FuzzDouble", completed: true, verdicts: map[string]string{"FuzzDouble": "pass", "FuzzDouble/seed#0": "pass", "FuzzDouble/seed#1": "pass"}},
		{sample: "passes", test: "ExampleDouble", completed: true, verdicts: map[string]string{"ExampleDouble": "pass"}},
		{sample: "passes", test: "TestThatIsNotThere", completed: true, verdicts: map[string]string{}, stderr: "no tests to run"},
		{sample: "fails", test: "TestHalf", exitCode: 1, completed: true, verdicts: map[string]string{"TestHalf": "fail", "TestHalf/good": "pass", "TestHalf/bad": "fail"}},
		{sample: "fails", test: "Example_wrong", exitCode: 1, completed: true, verdicts: map[string]string{"Example_wrong": "fail"}},
		{sample: "panics", test: "TestIndex", exitCode: 2, verdicts: map[string]string{"TestIndex": "fail", "TestIndex/before": "pass", "TestIndex/panics": "fail"}, stderr: "index out of range"},
		{sample: "panics", test: "TestGoroutine", exitCode: 2, verdicts: map[string]string{"TestGoroutine/before": "pass"}, stderr: "panic: elsewhere"},
		{sample: "forges-lines", test: "TestPrints", exitCode: 1, completed: true, verdicts: map[string]string{"TestPrints": "fail"}},
		{sample: "forges-lines", test: "TestWritesRecords", exitCode: 1, verdicts: map[string]string{"TestWritesRecords/earlier": "fail"}, tampering: foreign},
		{sample: "forges-lines", test: "TestReadsTheMark", completed: true, verdicts: map[string]string{"TestReadsTheMark": "pass"}},
		{sample: "exits-zero", test: "TestLeavesSilently", verdicts: map[string]string{"TestLeavesSilently/earlier": "fail"}, tampering: early},
		{sample: "exits-zero", test: "TestLeavesOrdinarily", exitCode: 2, verdicts: map[string]string{"TestLeavesOrdinarily/earlier": "pass", "TestLeavesOrdinarily": "fail"}, stderr: "unexpected call to os.Exit(0)"},
		{sample: "exits-zero", test: "TestLeavesWithAnError", exitCode: 3, verdicts: map[string]string{"TestLeavesWithAnError/earlier": "pass"}},
		{sample: "exits-zero", test: "TestClosesTheChannel", verdicts: map[string]string{}, tampering: early},
		{sample: "starts-itself", test: "TestWaits", completed: true, verdicts: map[string]string{"TestWaits": "pass"}},
		{sample: "starts-itself", test: "TestForgetsToWait", completed: true, verdicts: map[string]string{"TestForgetsToWait": "pass"}},
		{sample: "starts-itself", test: "TestLeavesAStray", completed: true, strays: 3, verdicts: map[string]string{"TestLeavesAStray": "fail"}, tampering: stayed},
		{sample: "prints-much", test: "TestFloods", ending: wire.OutputLimit, exitCode: -1, verdicts: map[string]string{"TestFloods/before": "pass"}},
		{sample: "leaves-files", test: "TestLocksAFolder", completed: true, verdicts: map[string]string{"TestLocksAFolder": "pass"}},
		{sample: "leaves-files", test: "TestGoesDeeperThanAPath", completed: true, verdicts: map[string]string{"TestGoesDeeperThanAPath": "pass"}},
		{sample: "leaves-files", test: "TestGoesDeeperThanDescriptors", completed: true, verdicts: map[string]string{"TestGoesDeeperThanDescriptors": "pass"}},
	} {
		t.Run(want.sample+"/"+want.test, func(t *testing.T) { compareTo(t, only(t, want.sample, want.test), want) })
	}
}

func compareTo(t *testing.T, got wire.ProcessOutcome, want expected) {
	t.Helper()
	if want.ending == "" {
		want.ending = wire.Exited
	}
	if got.Ending != want.ending || got.ExitCode != want.exitCode || got.Completed != want.completed || got.Strays != want.strays {
		t.Errorf("%s %d, completed %t, %d strays; want %s %d, %t, %d\n%s%s", got.Ending, got.ExitCode, got.Completed, got.Strays,
			want.ending, want.exitCode, want.completed, want.strays, got.Stdout, got.Stderr)
	}
	if !maps.Equal(verdicts(got), want.verdicts) {
		t.Errorf("verdicts %v, want %v\n%s%s", verdicts(got), want.verdicts, got.Stdout, got.Stderr)
	}
	if strings.Join(got.Tampering, "; ") != want.tampering {
		t.Errorf("tampering %q, want %q", got.Tampering, want.tampering)
	}
	if !strings.Contains(got.Stderr, want.stderr) {
		t.Errorf("stderr %q, want %q in it", got.Stderr, want.stderr)
	}
}

func TestEveryTestHasItsOwnLog(t *testing.T) {
	got := only(t, "passes", "TestNested")
	logs := map[string]string{}
	for _, record := range got.Records {
		logs[record.Name] = record.Log
	}
	want := map[string]string{"TestNested": "x_test.go:17: a word from the outer test\n", "TestNested/outer": "", "TestNested/outer/inner": "x_test.go:20: got 4\n"}
	if !maps.Equal(logs, want) {
		t.Errorf("logs %q, want %q", logs, want)
	}
	wrong := only(t, "fails", "Example_wrong")
	if len(wrong.Records) != 1 || wrong.Records[0].Log != "got:\ngot this\nwant:\nwanted that\n" {
		t.Errorf("log of an example: %+v", wrong.Records)
	}
	much := only(t, "prints-much", "TestLogsMuch")
	if len(much.Records) != 1 || len(much.Records[0].Log) > 17<<10 || much.Records[0].Verdict != "pass" {
		t.Errorf("a long log: %d records, %s", len(much.Records), much.Ending)
	}
}

func TestParallelSubtestsAreAllRecorded(t *testing.T) {
	got := only(t, "passes", "TestParallel")
	if len(got.Records) != 21 || !got.Completed || len(got.Tampering) > 0 {
		t.Errorf("%d records, %q", len(got.Records), got.Tampering)
	}
}

func TestTheSupervisorEndsWhatHangs(t *testing.T) {
	for _, want := range []expected{
		{sample: "hangs", test: "TestLoops", exitCode: 2, stderr: "TestLoops", verdicts: map[string]string{"TestLoops/before": "pass"}},
		{sample: "hangs", test: "TestIgnoresSignals", exitCode: -1, verdicts: map[string]string{}},
		{sample: "hangs-in-init", test: "TestNever", exitCode: 2, stderr: "goroutine 1", verdicts: map[string]string{}},
	} {
		t.Run(want.sample+"/"+want.test, func(t *testing.T) {
			want.ending = wire.TimedOut
			step := testsStep(want.test)
			step.TestMs = 1000
			began := time.Now()
			got := carryOut(t, step, map[string][]byte{programID: build(t, want.sample)})
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			compareTo(t, got.processes[0], want)
		})
	}
}

func TestARaceIsReportedAndEndsTheProcess(t *testing.T) {
	got := only(t, "races", "TestCounts", "-race")
	if got.Ending != wire.Exited || got.ExitCode != 66 || !strings.HasPrefix(got.Race, "WARNING: DATA RACE\n") || strings.Contains(got.Race, "====") {
		t.Errorf("%s %d, race %q", got.Ending, got.ExitCode, got.Race)
	}
	if want := map[string]string{"TestCounts/before": "pass"}; !maps.Equal(verdicts(got), want) {
		t.Errorf("verdicts %v, want %v", verdicts(got), want)
	}
	clean := only(t, "races", "TestIsClean", "-race")
	if clean.ExitCode != 0 || clean.Race != "" || verdicts(clean)["TestIsClean"] != "pass" || len(clean.Records) != 9 {
		t.Errorf("a clean test: %+v", clean)
	}
	for _, test := range []string{"TestNested", "TestParallel", "TestBubble", "FuzzDouble", "ExampleDouble"} {
		if got := only(t, "passes", test, "-race"); got.Race != "" || verdicts(got)[test] != "pass" {
			t.Errorf("%s in a race build: %+v", test, got)
		}
	}
}

func TestRepetitionsAreCountedAndSpreadOverProcs(t *testing.T) {
	step := testsStep("TestAgain")
	step.Count, step.Procs = 5, []int{1, 4}
	got := carryOut(t, step, map[string][]byte{programID: build(t, "fails")})
	var seen []int
	for _, one := range got.processes {
		seen = append(seen, one.Procs, len(one.Records))
		for i, record := range one.Records {
			if record.Repeat != i || (record.Verdict == "pass") != (i == 0) {
				t.Errorf("record %d: %+v", i, record)
			}
		}
	}
	if !slices.Equal(seen, []int{1, 3, 4, 2}) {
		t.Errorf("procs and records %v", seen)
	}
}

func TestAllTestsAreListedWhenNoneAreNamed(t *testing.T) {
	step := testsStep()
	step.Tests = nil
	got := carryOut(t, step, map[string][]byte{programID: build(t, "passes")})
	want := []string{"TestTellsItsEnvironment", "TestNested", "TestParallel", "TestBubble", "TestSomeSkip", "TestAllSkip", "TestReportsItsTree", "FuzzDouble", "ExampleDouble"}
	if !slices.Equal(got.outcome.Listed, want) || len(got.processes) != len(want) {
		t.Errorf("listed %q, %d processes", got.outcome.Listed, len(got.processes))
	}
}

func TestTestsWithoutTimeLeftAreNamedWithTheCause(t *testing.T) {
	step := testsStep("TestLoops", "TestLoops", "TestIgnoresSignals")
	step.TestMs, step.RunMs = 300, 200
	got := carryOut(t, step, map[string][]byte{programID: build(t, "hangs")})
	if got.outcome.Ending != wire.TimedOut || !slices.Equal(got.outcome.NotRun, []string{"TestLoops", "TestIgnoresSignals"}) || !strings.Contains(got.outcome.Cause, "200ms") {
		t.Errorf("%+v", got.outcome)
	}
}

func TestAStepWithoutItsProgramIsSkipped(t *testing.T) {
	got := carryOut(t, testsStep("TestNested"), map[string][]byte{})
	if got.outcome.Ending != wire.Skipped || !slices.Equal(got.outcome.NotRun, []string{"TestNested"}) {
		t.Errorf("%+v", got.outcome)
	}
}

func TestTheEnvironmentDoesNotTellBuildsApart(t *testing.T) {
	plain := only(t, "passes", "TestTellsItsEnvironment").Records
	raced := only(t, "passes", "TestTellsItsEnvironment", "-race").Records
	if len(plain) != 1 || len(raced) != 1 || plain[0].Log != raced[0].Log || !strings.Contains(plain[0].Log, "GORACE=halt_on_error=1") {
		t.Errorf("a plain build sees %+v, a race build %+v", plain, raced)
	}
}

func TestWhatHangsPlainlyGetsNoMoreTimeInARaceBuild(t *testing.T) {
	h := &house{hung: map[string]bool{}}
	plain, race := testsStep(), testsStep()
	plain.TestMs, race.TestMs, race.HungMs = 5_000, 50_000, 5_000
	h.noteHang(plain, "TestLoops", wire.TimedOut)
	h.noteHang(plain, "TestPasses", wire.Exited)
	h.noteHang(race, "TestHangsThere", wire.TimedOut)
	for name, want := range map[string]int64{"TestLoops": 5_000, "TestPasses": 50_000, "TestHangsThere": 50_000} {
		if got := h.clocked(race, name).TestMs; got != want {
			t.Errorf("%s gets %d ms, want %d", name, got, want)
		}
	}
	if got := h.clocked(plain, "TestLoops").TestMs; got != 5_000 {
		t.Errorf("the plain build gets %d ms", got)
	}
}
