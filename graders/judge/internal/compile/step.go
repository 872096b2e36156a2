package compile

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"pushmark/judge/internal/process"
	"pushmark/judge/internal/wire"
)

// formatTime bounds the formatting of a whole tree.
const formatTime = 30 * time.Second

// work carries out one step.
func (w *workshop) work(step wire.CompileStep) ended {
	before := w.group.Read()
	outcome, err := w.carryOut(step)
	failed := outcome.Ending != wire.Exited || outcome.ExitCode != 0
	short := outcome.Ending != wire.Exited || w.group.Read() != before
	return ended{step, outcome, failed && short, err}
}

// send sends the outcome of a step, and the program that it built.
func (w *workshop) send(step wire.CompileStep, outcome wire.CompileOutcome) error {
	w.passed[step.ID] = outcome.Ending == wire.Exited && outcome.ExitCode == 0
	if err := w.answer.Step(step.ID, outcome); err != nil {
		return err
	}
	if !step.Artifact || !w.passed[step.ID] {
		return nil
	}
	program, err := os.Open(w.artifact(step.ID))
	if err != nil {
		return err
	}
	defer program.Close()
	return w.answer.Artifact(step.ID, program)
}

// ready reports whether the source may be built at all, and all that a step requires has passed.
func (w *workshop) ready(step wire.CompileStep) bool {
	if w.refused || w.unread && step.Artifact {
		return false
	}
	for _, id := range step.Requires {
		if !w.passed[id] {
			return false
		}
	}
	return true
}

func (w *workshop) carryOut(step wire.CompileStep) (wire.CompileOutcome, error) {
	switch step.Kind {
	case "format":
		return w.format(step)
	case "policy":
		return w.policy(step)
	case "seal":
		return w.seal(step)
	case "mutants":
		return w.mutants(step)
	case "hints":
		return w.hints(step)
	}
	if err := w.bundle(step); err != nil {
		return wire.CompileOutcome{}, err
	}
	if outcome, ok := w.bundled(step); ok {
		return outcome, nil
	}
	args, err := w.goArgs(step)
	if err != nil {
		return wire.CompileOutcome{}, err
	}
	outcome, err := w.run(step, w.Go, args, time.Duration(step.TimeoutMs)*time.Millisecond)
	if err != nil || !step.Artifact || outcome.ExitCode != 0 || outcome.Ending != wire.Exited {
		return outcome, err
	}
	if info, err := os.Lstat(w.artifact(step.ID)); err != nil || !info.Mode().IsRegular() {
		outcome.ExitCode = 1
		outcome.Stderr += "judge: no program was built\n"
	}
	return outcome, nil
}

// goArgs fills in the places that a step may name.
func (w *workshop) goArgs(step wire.CompileStep) ([]string, error) {
	args := []string{"go"}
	for _, arg := range step.Args {
		arg = strings.ReplaceAll(arg, "{out}", w.artifact(step.ID))
		if strings.Contains(arg, "{overlay}") {
			path, err := w.overlay(step)
			if err != nil {
				return nil, err
			}
			arg = strings.ReplaceAll(arg, "{overlay}", path)
		}
		args = append(args, arg)
	}
	return args, nil
}

// format reports the files that gofmt would change. It runs in a process of its own: source can be made to exhaust
// the memory of whoever parses it.
func (w *workshop) format(step wire.CompileStep) (wire.CompileOutcome, error) {
	outcome, err := w.run(step, w.Self, []string{w.Self, "format", w.tree(step.Tree)}, formatTime)
	if err != nil || outcome.Ending != wire.Exited || outcome.ExitCode != 0 {
		return outcome, err
	}
	outcome.Unformatted = []wire.Unformatted{}
	if err := json.Unmarshal([]byte(outcome.Stdout), &outcome.Unformatted); err != nil {
		return outcome, fmt.Errorf("formatting: %w", err)
	}
	outcome.Stdout = ""
	return outcome, nil
}

func (w *workshop) run(step wire.CompileStep, path string, args []string, wall time.Duration) (wire.CompileOutcome, error) {
	w.atWork.RLock()
	result, err := process.Run(process.Spec{
		Path: path, Args: args, Env: w.environment(step.Env), Dir: w.tree(step.Tree),
		Attr: &syscall.SysProcAttr{Setpgid: true}, Wall: wall, OutputBytes: w.limits.OutputBytes, End: process.EndGroup,
	}, w.group)
	w.atWork.RUnlock()
	w.reap()
	return wire.CompileOutcome{
		ID: step.ID, Ending: result.Ending, ExitCode: result.ExitCode,
		Stdout: wire.Text(result.Stdout), Stderr: wire.Text(result.Stderr), Truncated: result.Truncated,
		WallMs: wire.Millis(result.Wall), CPUMs: wire.Millis(result.CPU), PeakBytes: result.PeakBytes,
	}, err
}

// reap takes the orphans of a command that was killed, where they become ours. Never while another command works,
// whose end it would take from those who wait for it.
func (w *workshop) reap() {
	if os.Getpid() != 1 || !w.atWork.TryLock() {
		return
	}
	defer w.atWork.Unlock()
	for {
		if pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); err != nil || pid <= 0 {
			return
		}
	}
}

// environment is fixed, so that no file of a student's (go.env, go.work, vendored tools) can choose what runs.
func (w *workshop) environment(extra map[string]string) []string {
	env := map[string]string{
		"PATH":        filepath.Dir(w.Go) + ":/usr/local/bin:/usr/bin:/bin",
		"HOME":        filepath.Join(w.Work, "home"),
		"TMPDIR":      filepath.Join(w.Work, "tmp"),
		"GOPATH":      filepath.Join(w.Work, "home", "go"),
		"GOCACHE":     w.privateCache(),
		"GOMODCACHE":  w.Modules,
		"GOENV":       "off",
		"GOWORK":      "off",
		"GO111MODULE": "on",
		"GOFLAGS":     "-mod=mod",
		"GOTOOLCHAIN": "local",
		"GOPROXY":     "off",
		"GOSUMDB":     "off",
		"GOVCS":       "*:off",
		"GOTELEMETRY": "off",
		"CGO_ENABLED": "0",
		"LANG":        "C.UTF-8",
		// Compilers are short: most end before they have to collect garbage once, which saves a tenth of their time.
		"GOGC":       "off",
		"GOMEMLIMIT": "320MiB",
	}
	maps.Copy(env, extra)
	var list []string
	for _, name := range slices.Sorted(maps.Keys(env)) {
		list = append(list, name+"="+env[name])
	}
	return list
}
