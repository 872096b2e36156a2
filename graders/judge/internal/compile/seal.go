package compile

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"pushmark/judge/internal/wire"
)

// seal makes stub and servant for the hidden tests of one package, in a process of its own. The tree is the teacher's.
func (w *workshop) seal(step wire.CompileStep) (wire.CompileOutcome, error) {
	archive := w.artifact(step.ID) + ".tar"
	args := []string{w.Self, "seal", "-go", w.Go, "-root", w.tree(step.Tree), "-dir", step.Dir, "-out", archive}
	for _, dir := range step.Given {
		args = append(args, "-given", dir)
	}
	if step.Wanted != nil {
		args = append(args, "-wanted", strings.Join(step.Wanted, ","))
	}
	outcome, err := w.run(step, w.Self, args, time.Duration(step.TimeoutMs)*time.Millisecond)
	if err != nil || outcome.Ending != wire.Exited || outcome.ExitCode != 0 {
		return outcome, err
	}
	return outcome, unfold(archive, w.artifact(step.ID))
}

// mutants makes wrong solutions out of the files of a tree that the step names: a list, as JSON.
func (w *workshop) mutants(step wire.CompileStep) (wire.CompileOutcome, error) {
	args := append([]string{w.Self, "mutants", w.Go, w.tree(step.Tree), w.artifact(step.ID)}, step.Files...)
	return w.run(step, w.Self, args, time.Duration(step.TimeoutMs)*time.Millisecond)
}

// hints reads the benchmarks in one folder of a tree: a list, as JSON.
func (w *workshop) hints(step wire.CompileStep) (wire.CompileOutcome, error) {
	args := []string{w.Self, "hints", w.tree(step.Tree), step.Dir, w.artifact(step.ID)}
	return w.run(step, w.Self, args, time.Duration(step.TimeoutMs)*time.Millisecond)
}

// sealed is the artifact of a seal step: texts of files by path, which are a tree's to be.
type sealed struct {
	Decisions json.RawMessage   `json:"decisions"`
	Stub      map[string]string `json:"stub"`
	Servant   map[string]string `json:"servant"`
	Linked    map[string]string `json:"linked"`
}

// unfold writes the generator's archive as JSON.
func unfold(archive, out string) error {
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	artifact := sealed{Stub: map[string]string{}, Servant: map[string]string{}, Linked: map[string]string{}}
	stream := tar.NewReader(file)
	for {
		header, err := stream.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("the generator's archive: %w", err)
		}
		text, err := io.ReadAll(stream)
		if err != nil {
			return fmt.Errorf("the generator's archive: %w", err)
		}
		switch half, name, _ := strings.Cut(header.Name, "/"); half {
		case "decisions.json":
			artifact.Decisions = text
		case "stub":
			artifact.Stub[name] = string(text)
		case "servant":
			artifact.Servant[name] = string(text)
		case "linked":
			artifact.Linked[name] = string(text)
		}
	}
	text, err := json.Marshal(artifact)
	if err != nil {
		return fmt.Errorf("the generator's archive: %w", err)
	}
	return os.WriteFile(out, text, 0o644)
}

// inside reports whether the folders that a step names stay in its tree.
func inside(step wire.CompileStep) bool {
	if (step.Kind == "seal" || step.Kind == "hints") && !fs.ValidPath(step.Dir) {
		return false
	}
	for _, name := range append(slices.Clone(step.Given), step.Files...) {
		if step.Kind != "policy" && !fs.ValidPath(name) {
			return false
		}
	}
	return true
}
