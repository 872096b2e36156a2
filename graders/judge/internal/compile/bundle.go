package compile

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"pushmark/judge/internal/wire"
)

// bundles are the steps that build test programs and differ in nothing but their package: one command builds them
// together and loads everything that they share once, which is half of the time that a small package takes. The first
// step of a bundle carries it out, the others wait for it and find their programs there. A bundle that is not built in
// full has built nothing: each step is then carried out by itself, so what it comes to is what it would have been.
type bundles struct {
	// led are the whole bundles by the id of their first step; behind gives that id for all others.
	led    map[string][]wire.CompileStep
	behind map[string]string
	mutex  sync.Mutex
	// built holds outcomes of steps whose programs are there.
	built map[string]wire.CompileOutcome
}

func newBundles(steps []wire.CompileStep) *bundles {
	b := &bundles{led: map[string][]wire.CompileStep{}, behind: map[string]string{}, built: map[string]wire.CompileOutcome{}}
	for i, first := range steps {
		if b.behind[first.ID] != "" || !isTestBuild(first) {
			continue
		}
		bundle := []wire.CompileStep{first}
		for _, other := range steps[i+1:] {
			if goTogether(first, other) && b.behind[other.ID] == "" && !slices.ContainsFunc(bundle, sameProgram(other)) {
				bundle = append(bundle, other)
				b.behind[other.ID] = first.ID
			}
		}
		if len(bundle) > 1 {
			b.led[first.ID] = bundle
		}
	}
	return b
}

// isTestBuild reports whether a step builds the test program of one package below the root.
func isTestBuild(step wire.CompileStep) bool {
	n := len(step.Args)
	return step.Kind == "go" && step.Artifact && n > 3 && step.Args[0] == "test" && step.Args[1] == "-c" &&
		step.Args[n-2] == "{out}" && strings.HasPrefix(step.Args[n-1], "./") && !strings.Contains(step.Args[n-1], "...")
}

func goTogether(a, b wire.CompileStep) bool {
	return isTestBuild(b) && len(a.Args) == len(b.Args) && slices.Equal(a.Args[:len(a.Args)-1], b.Args[:len(b.Args)-1]) &&
		a.Tree == b.Tree && a.TimeoutMs == b.TimeoutMs && maps.Equal(a.Env, b.Env) && slices.Equal(a.Requires, b.Requires)
}

// sameProgram finds steps whose programs the go command would give the same name.
func sameProgram(step wire.CompileStep) func(wire.CompileStep) bool {
	return func(other wire.CompileStep) bool { return programName(other) == programName(step) }
}

func programName(step wire.CompileStep) string {
	return path.Base(step.Args[len(step.Args)-1]) + ".test"
}

// bundle carries out the bundle that a step leads, if it leads one.
func (w *workshop) bundle(first wire.CompileStep) error {
	bundle := w.bundles.take(first.ID)
	if bundle == nil {
		return nil
	}
	args, err := w.goArgs(first)
	if err != nil {
		return err
	}
	folder := w.artifact(first.ID) + ".programs"
	args[len(args)-2] = folder + "/"
	args = args[:len(args)-1]
	for _, step := range bundle {
		args = append(args, step.Args[len(step.Args)-1])
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	outcome, err := w.run(first, w.Go, args, time.Duration(first.TimeoutMs)*time.Millisecond)
	if err != nil || outcome.Ending != wire.Exited || outcome.ExitCode != 0 {
		return err
	}
	return w.unbundle(bundle, folder, outcome)
}

// take gives the bundle that a step leads once.
func (b *bundles) take(id string) []wire.CompileStep {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	bundle := b.led[id]
	delete(b.led, id)
	return bundle
}

// unbundle gives every step its program and its share of the time.
func (w *workshop) unbundle(bundle []wire.CompileStep, folder string, outcome wire.CompileOutcome) error {
	for _, step := range bundle {
		if info, err := os.Lstat(filepath.Join(folder, programName(step))); err != nil || !info.Mode().IsRegular() {
			return nil // a package without tests, or a module path that gives its program another name
		}
	}
	w.bundles.mutex.Lock()
	defer w.bundles.mutex.Unlock()
	outcome.CPUMs /= float64(len(bundle))
	for _, step := range bundle {
		if err := os.Rename(filepath.Join(folder, programName(step)), w.artifact(step.ID)); err != nil {
			return err
		}
		outcome.ID = step.ID
		w.bundles.built[step.ID] = outcome
	}
	return nil
}

// bundled is the outcome of a step whose program was built with others.
func (w *workshop) bundled(step wire.CompileStep) (wire.CompileOutcome, bool) {
	w.bundles.mutex.Lock()
	defer w.bundles.mutex.Unlock()
	outcome, ok := w.bundles.built[step.ID]
	return outcome, ok
}
