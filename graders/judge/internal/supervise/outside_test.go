package supervise

import (
	"strings"
	"testing"

	"pushmark/judge/internal/wire"
)

// The kit's own tests, and the program that they start.
const (
	kitTests  = "../" + kitDir + "/programs"
	kitSample = "../" + kitDir + "/programs/testdata/sample"
)

// outsideStep runs named tests that start the programs `.` and, not built, `missing`.
func outsideStep(tests ...string) wire.RunStep {
	step := testsStep(tests...)
	step.Tree, step.Outside = "outside", &wire.Outside{Programs: map[string]string{".": otherID, "missing": missingID}}
	return step
}

func startedBy(t *testing.T, flags ...string) map[string][]byte {
	t.Helper()
	return map[string][]byte{programID: build(t, "outside-tests"), otherID: build(t, "outside-program", flags...)}
}

func onlyOutside(t *testing.T, test string, flags ...string) wire.ProcessOutcome {
	t.Helper()
	step := outsideStep(test)
	step.Race = len(flags) > 0
	return carryOut(t, step, startedBy(t, flags...)).only(t)
}

func TestTheKitDoesHereWhatItDoesAnywhere(t *testing.T) {
	step := testsStep()
	step.Tests, step.Tree, step.OutputBytes = nil, "outside", 4<<20
	step.Outside = &wire.Outside{Programs: map[string]string{"testdata/sample": otherID}}
	got := carryOut(t, step, map[string][]byte{programID: build(t, kitTests), otherID: build(t, kitSample)})
	if len(got.outcome.Listed) < 15 || len(got.processes) != len(got.outcome.Listed) {
		t.Fatalf("listed %q, %d processes, %s", got.outcome.Listed, len(got.processes), got.outcome.Cause)
	}
	for _, one := range got.processes {
		if verdicts(one)[one.Test] != "pass" || len(one.Tampering) > 0 {
			t.Errorf("%s: %s %d, %+v, %v, stderr %s", one.Test, one.Ending, one.ExitCode, one.Records, one.Tampering, one.Stderr)
		}
	}
}

func TestATestFromOutsideIsJudgedByItsOwnProcess(t *testing.T) {
	for _, want := range []struct {
		expected
		programs []wire.Servant
	}{
		{expected{test: "TestLooksAround", completed: true, verdicts: map[string]string{"TestLooksAround": "pass"}}, []wire.Servant{{}}},
		{expected{test: "TestStays", completed: true, verdicts: map[string]string{"TestStays": "pass"}}, []wire.Servant{{Strays: 1}}},
		{expected{test: "TestRunsOn", verdicts: map[string]string{}, tampering: "the process ended with status 0 before the tests had reported their end"}, []wire.Servant{{}}},
		{expected{test: "TestEndsWhileProgramsRun", completed: true, verdicts: map[string]string{"TestEndsWhileProgramsRun": "pass"}},
			[]wire.Servant{{}, {}, {}}},
		{expected{test: "TestFloods", ending: wire.OutputLimit, completed: true, verdicts: map[string]string{"TestFloods": "fail"}},
			[]wire.Servant{{Ending: wire.OutputLimit, ExitCode: -1, Signal: "SIGKILL"}}},
		{expected{test: "TestLinks", completed: true, verdicts: map[string]string{"TestLinks": "pass"}}, []wire.Servant{{}}},
		{expected{test: "TestMoves", completed: true, verdicts: map[string]string{"TestMoves": "pass"}}, []wire.Servant{{}, {ExitCode: 2}}},
		{expected{test: "TestCrashes", exitCode: 1, completed: true, verdicts: map[string]string{"TestCrashes": "fail"}}, []wire.Servant{{ExitCode: 2, Stderr: "main.go:"}}},
		{expected{test: "TestStartsTooMany", completed: true, verdicts: map[string]string{"TestStartsTooMany": "pass"}}, make([]wire.Servant, 24)},
		{expected{test: "TestAsksForWhatIsNotThere", completed: true, verdicts: map[string]string{"TestAsksForWhatIsNotThere": "pass"}}, nil},
	} {
		t.Run(want.test, func(t *testing.T) {
			got := onlyOutside(t, want.test)
			compareTo(t, got, want.expected)
			if len(got.Programs) != len(want.programs) {
				t.Fatalf("%d programs: %+v", len(got.Programs), got.Programs)
			}
			for i, program := range got.Programs {
				compareServant(t, program.Servant, want.programs[i])
			}
		})
	}
}

func TestATestThatWaitsForAProgramIsEndedByTheClock(t *testing.T) {
	step := outsideStep("TestWaitsForEver")
	step.TestMs = 3000
	got := carryOut(t, step, startedBy(t)).only(t)
	if got.Ending != wire.TimedOut || len(got.Records) != 0 || got.Programs[0].ExitCode != 0 {
		t.Errorf("%+v", got)
	}
}

func TestTheLimitOfOutputIsForAllProgramsOfATest(t *testing.T) {
	got := onlyOutside(t, "TestManyShout")
	total := 0
	for _, program := range got.Programs {
		total += len(program.Stdout)
	}
	if got.Ending != wire.OutputLimit || total != testOutput || verdicts(got)["TestManyShout"] != "fail" {
		t.Errorf("%s, %d bytes, %+v", got.Ending, total, got.Records)
	}
}

func TestARaceInAProgramTakesThePass(t *testing.T) {
	got := onlyOutside(t, "TestRaces", "-race")
	if !strings.HasPrefix(got.Race, "WARNING: DATA RACE\n") || !strings.Contains(got.Race, "main.go") || got.Programs[0].ExitCode != 66 {
		t.Errorf("race %q, %+v", got.Race, got.Programs)
	}
	if calm := onlyOutside(t, "TestStays", "-race"); calm.Race != "" || verdicts(calm)["TestStays"] != "pass" {
		t.Errorf("%+v", calm)
	}
}

func TestNoProgramLeavesAnythingForTheNextTest(t *testing.T) {
	got := carryOut(t, outsideStep("TestLinks", "TestStays", "TestLeavesNothing", "TestLooksAround"), startedBy(t))
	for _, one := range got.processes {
		if verdicts(one)[one.Test] != "pass" {
			t.Errorf("%s: %+v", one.Test, one.Records)
		}
	}
}

func TestTestsFromOutsideNeedNoneOfThePrograms(t *testing.T) {
	got := carryOut(t, outsideStep("TestStays"), map[string][]byte{programID: build(t, "outside-tests")})
	if one := got.processes[0]; verdicts(one)["TestStays"] != "fail" || !strings.Contains(one.Records[0].Log, "it was not built") {
		t.Errorf("%+v", one)
	}
}

func TestTestsFromOutsideShareNothingWithOtherSteps(t *testing.T) {
	for name, change := range map[string]func(*wire.RunStep){
		"in a tree of others":        func(s *wire.RunStep) { s.Tree = "judged" },
		"as their own program":       func(s *wire.RunStep) { s.Outside.Programs["."] = s.Program },
		"as a command":               func(s *wire.RunStep) { s.Kind = "command" },
		"linked":                     func(s *wire.RunStep) { s.Outside = nil },
		"sealed as well":             func(s *wire.RunStep) { s.Sealed = &wire.Sealed{Servant: otherID, Tree: "servant-0"} },
		"with a program that is off": func(s *wire.RunStep) { s.Outside.Programs["."] = "../../x" },
	} {
		t.Run(name, func(t *testing.T) {
			step := outsideStep("TestStays")
			change(&step)
			if err := validate([]wire.RunStep{step}); err == nil {
				t.Error("accepted")
			}
		})
	}
}
