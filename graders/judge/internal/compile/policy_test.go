package compile

import (
	"strings"
	"testing"

	"pushmark/judge/internal/wire"
)

func policyStep(id string, files ...string) wire.CompileStep {
	return wire.CompileStep{ID: id, Kind: "policy", Tree: "own", Policy: wire.Policy{
		Level: wire.FullPolicy, Module: "sample", Files: files, Tested: []string{"."},
	}}
}

func TestNothingOfARefusedSubmissionIsBuilt(t *testing.T) {
	files := map[string]string{
		"trees/own/go.mod": "module sample\n\ngo 1.26\n",
		"trees/own/a.go":   "package sample\n\nimport \"os\"\n\nvar X = os.Args\n",
	}
	got := compile(t, place(t), files, policyStep(first, "a.go"), goStep(second, "list"), wire.CompileStep{ID: third, Kind: "format", Tree: "own"})
	report := got.step(t, first).Policy
	if report == nil || len(report.Refusals) != 1 || report.Refusals[0].Line != 3 || report.Version == "" {
		t.Fatalf("%s", got["steps/"+first+".json"])
	}
	for _, id := range []string{second, third} {
		if outcome := got.step(t, id); outcome.Ending != wire.Skipped {
			t.Errorf("%+v", outcome)
		}
	}
}

func TestWhatThePolicyHasNothingAgainstIsBuilt(t *testing.T) {
	got := compile(t, place(t), program, policyStep(first, "main.go"), goStep(second, "list"))
	if text := string(got["steps/"+first+".json"]); !strings.Contains(text, `"policy":{"version":"`) || !strings.Contains(text, `"refusals":[],"more":0,"unread":[]}`) {
		t.Error(text)
	}
	if outcome := got.step(t, second); outcome.Stdout != "sample\n" {
		t.Errorf("%+v", outcome)
	}
}

// The compiler says what is wrong with such a file. Should it take it all the same, nothing may come of that.
func TestNoProgramIsBuiltOfWhatThePolicyCouldNotRead(t *testing.T) {
	files := map[string]string{
		"trees/own/go.mod": "module sample\n\ngo 1.26\n",
		"trees/own/a.go":   "package sample\n\nfunc {\n",
	}
	step := goStep(third, "list")
	step.Artifact = true
	got := compile(t, place(t), files, policyStep(first, "a.go"), goStep(second, "list"), step)
	if outcome := got.step(t, second); outcome.Ending != wire.Exited {
		t.Errorf("%+v", outcome)
	}
	if outcome := got.step(t, third); outcome.Ending != wire.Skipped {
		t.Errorf("%+v", outcome)
	}
}

func TestAPolicyThatCannotSpeakIsOurFault(t *testing.T) {
	where := place(t)
	where.Self = "/bin/false"
	if got, err := try(t, where, program, policyStep(first, "main.go")); err == nil {
		t.Error(got)
	}
}
