package compile

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"pushmark/judge/internal/policy"
	"pushmark/judge/internal/wire"
)

// policyTime bounds the reading of a whole tree.
const policyTime = 20 * time.Second

// policy applies the source policy, in a process of its own like the formatter. Once it refuses a submission or does
// not come to an end, no later step of the job is carried out.
func (w *workshop) policy(step wire.CompileStep) (wire.CompileOutcome, error) {
	if step.Tests != "" && !wire.IsTree(step.Tests) {
		return wire.CompileOutcome{}, fmt.Errorf("step %q: no tree %q", step.ID, step.Tests)
	}
	request := filepath.Join(w.Work, "tmp", step.ID+".json")
	text, err := json.Marshal(step.Policy)
	if err != nil {
		return wire.CompileOutcome{}, err
	}
	if err := os.WriteFile(request, text, 0o600); err != nil {
		return wire.CompileOutcome{}, err
	}
	outcome, err := w.run(step, w.Self, []string{w.Self, "policy", w.tree(step.Tree), request}, policyTime)
	w.refused = err != nil || outcome.Ending != wire.Exited
	if w.refused {
		return outcome, err
	}
	if outcome.ExitCode != 0 {
		return outcome, fmt.Errorf("the source policy: exit code %d: %s", outcome.ExitCode, outcome.Stderr)
	}
	report := wire.PolicyReport{}
	if err := json.Unmarshal([]byte(outcome.Stdout), &report); err != nil {
		return outcome, fmt.Errorf("the source policy: %w", err)
	}
	w.refused, w.unread = report.Refused(), len(report.Unread) > 0
	outcome.Stdout, outcome.Policy = "", &report
	return outcome, nil
}

// Policy writes, as JSON, what the source policy says about a tree; the request lies in a file.
func Policy(out io.Writer, dir, request string) error {
	text, err := os.ReadFile(request)
	if err != nil {
		return err
	}
	var asked wire.Policy
	if err := json.Unmarshal(text, &asked); err != nil {
		return err
	}
	report, err := policy.Check(dir, asked)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(report)
}
