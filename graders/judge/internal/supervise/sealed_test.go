package supervise

import (
	"strings"
	"testing"

	"pushmark/judge/internal/wire"
)

// sealedStep runs named tests of a hand-made pair.
func sealedStep(tests ...string) wire.RunStep {
	step := testsStep(tests...)
	step.Tree, step.Sealed = "sealed-0", &wire.Sealed{Servant: otherID, Tree: "servant-0"}
	return step
}

func pairOf(t *testing.T, flags ...string) map[string][]byte {
	t.Helper()
	return map[string][]byte{programID: build(t, "sealed-tests"), otherID: build(t, "sealed-servant", flags...)}
}

func onlySealed(t *testing.T, test string, flags ...string) wire.ProcessOutcome {
	t.Helper()
	step := sealedStep(test)
	step.Race = len(flags) > 0
	return carryOut(t, step, pairOf(t, flags...)).only(t)
}

func TestASealedTestIsJudgedByItsOwnProcessAndByHowTheServantEnded(t *testing.T) {
	for _, want := range []struct {
		expected
		servant wire.Servant
	}{
		{expected{test: "TestAnswers", completed: true, verdicts: map[string]string{"TestAnswers": "pass"}}, wire.Servant{}},
		{expected{test: "TestFails", exitCode: 1, completed: true, verdicts: map[string]string{"TestFails": "fail"}}, wire.Servant{}},
		{expected{test: "TestParts", exitCode: 86, verdicts: map[string]string{"TestParts/before": "pass"}, stderr: "has ended"}, wire.Servant{ExitCode: 3}},
		{expected{test: "TestLeavesSilently", exitCode: 86, verdicts: map[string]string{}, tampering: "the program ended with status 0 before its tests were finished"}, wire.Servant{}},
		{expected{test: "TestLeavesBehindItsTests", completed: true, verdicts: map[string]string{"TestLeavesBehindItsTests": "pass"}}, wire.Servant{}},
		{expected{test: "TestWaitsInVain", exitCode: 86, verdicts: map[string]string{}, stderr: "did not answer"}, wire.Servant{}},
		{expected{test: "TestGarbage", exitCode: 87, verdicts: map[string]string{}, tampering: "the program broke the protocol between it and its tests: an answer to no call"}, wire.Servant{}},
		{expected{test: "TestFloods", ending: wire.OutputLimit, exitCode: 86, verdicts: map[string]string{}}, wire.Servant{Ending: wire.OutputLimit, ExitCode: -1, Signal: "SIGKILL"}},
		{expected{test: "TestPrints", completed: true, verdicts: map[string]string{"TestPrints": "pass"}}, wire.Servant{Stderr: "--- PASS: TestFails"}},
		{expected{test: "TestStays", completed: true, verdicts: map[string]string{"TestStays": "pass"}}, wire.Servant{}},
		{expected{test: "TestStrays", completed: true, verdicts: map[string]string{"TestStrays": "fail"}, tampering: "processes that were started during the test went on after its end"}, wire.Servant{Strays: 1}},
		{expected{test: "TestEndsBetweenCalls", completed: true, verdicts: map[string]string{"TestEndsBetweenCalls": "fail"}}, wire.Servant{ExitCode: 2, Stderr: "panic: between calls"}},
		{expected{test: "TestSeesItsData", completed: true, verdicts: map[string]string{"TestSeesItsData": "pass"}}, wire.Servant{}},
		{expected{test: "TestLooksAround", completed: true, verdicts: map[string]string{"TestLooksAround": "pass"}}, wire.Servant{}},
	} {
		t.Run(want.test, func(t *testing.T) {
			got := onlySealed(t, want.test)
			compareTo(t, got, want.expected)
			compareServant(t, *got.Servant, want.servant)
		})
	}
}

func compareServant(t *testing.T, got, want wire.Servant) {
	t.Helper()
	if want.Ending == "" {
		want.Ending = wire.Exited
	}
	if got.Ending != want.Ending || got.ExitCode != want.ExitCode || got.Signal != want.Signal || got.Strays != want.Strays {
		t.Errorf("the servant: %+v, want %+v", got, want)
	}
	if !strings.Contains(got.Stderr, want.Stderr) {
		t.Errorf("the servant said %q", got.Stderr)
	}
}

func TestAServantThatHangsIsEndedWithItsTest(t *testing.T) {
	step := sealedStep("TestHangs")
	step.TestMs = 2000
	got := carryOut(t, step, pairOf(t)).only(t)
	if got.Ending != wire.TimedOut || got.ExitCode != 88 || got.Servant.ExitCode != 0 || len(got.Records) != 0 || len(got.Tampering) > 0 {
		t.Errorf("%+v, servant %+v", got, got.Servant)
	}
}

func TestATestWhoseServantHasEndedIsEndedSoon(t *testing.T) {
	// Left alone it would have run into its time-out.
	got := onlySealed(t, "TestEndsAndNobodyAsks")
	if got.Ending != wire.Signalled || got.Servant.ExitCode != 2 {
		t.Errorf("%+v, servant %+v", got, got.Servant)
	}
}

func TestARaceInTheServantTakesThePass(t *testing.T) {
	got := onlySealed(t, "TestRaces", "-race")
	if !strings.HasPrefix(got.Race, "WARNING: DATA RACE\n") || !strings.Contains(got.Race, "main.race") || got.Servant.ExitCode != 66 {
		t.Errorf("race %q, servant %+v", got.Race, got.Servant)
	}
	if calm := onlySealed(t, "TestAnswers", "-race"); calm.Race != "" || verdicts(calm)["TestAnswers"] != "pass" {
		t.Errorf("%+v", calm)
	}
}

func TestNoPairLeavesAnythingForTheNext(t *testing.T) {
	got := carryOut(t, sealedStep("TestLeavesFiles", "TestFindsNothing", "TestLooksAround"), pairOf(t))
	for _, one := range got.processes {
		if verdicts(one)[one.Test] != "pass" {
			t.Errorf("%s: %+v", one.Test, one.Records)
		}
	}
}

func TestAServantIsToldNothing(t *testing.T) {
	step := sealedStep("TestSeesNoSecretsOfOurs")
	step.Procs = []int{2}
	if one := carryOut(t, step, pairOf(t)).processes[0]; verdicts(one)[one.Test] != "pass" {
		t.Errorf("%+v", one.Records)
	}
}

func TestAServantThatWasNotBuiltIsSaid(t *testing.T) {
	got := carryOut(t, sealedStep("TestAnswers"), map[string][]byte{programID: build(t, "sealed-tests")})
	if got.outcome.Ending != wire.Skipped || len(got.outcome.NotRun) != 1 {
		t.Errorf("%+v", got.outcome)
	}
}

func TestSealedTestsShareNothingWithOtherSteps(t *testing.T) {
	for name, change := range map[string]func(*wire.RunStep){
		"without names":                 func(s *wire.RunStep) { s.Tests = nil },
		"in a tree of others":           func(s *wire.RunStep) { s.Tree = "judged" },
		"with the servant in their own": func(s *wire.RunStep) { s.Sealed.Tree = "sealed-0" },
		"as their own servant":          func(s *wire.RunStep) { s.Sealed.Servant = s.Program },
		"as a command":                  func(s *wire.RunStep) { s.Kind = "command" },
		"linked":                        func(s *wire.RunStep) { s.Sealed = nil },
	} {
		t.Run(name, func(t *testing.T) {
			step := sealedStep("TestAnswers")
			change(&step)
			if err := validate([]wire.RunStep{step}); err == nil {
				t.Error("accepted")
			}
		})
	}
}
