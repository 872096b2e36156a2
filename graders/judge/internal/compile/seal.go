package compile

import (
	"io/fs"
	"time"

	"pushmark/judge/internal/wire"
)

// seal makes stub and servant for the hidden tests of one package, in a process of its own: a tar, as the step's
// artifact. The tree is the teacher's.
func (w *workshop) seal(step wire.CompileStep) (wire.CompileOutcome, error) {
	args := []string{w.Self, "seal", "-go", w.Go, "-root", w.tree(step.Tree), "-dir", step.Dir, "-out", w.artifact(step.ID)}
	for _, dir := range step.Given {
		args = append(args, "-given", dir)
	}
	return w.run(step, w.Self, args, time.Duration(step.TimeoutMs)*time.Millisecond)
}

// inside reports whether the folders that a step names stay in its tree.
func inside(step wire.CompileStep) bool {
	if step.Kind == "seal" && !fs.ValidPath(step.Dir) {
		return false
	}
	for _, dir := range step.Given {
		if !fs.ValidPath(dir) {
			return false
		}
	}
	return true
}
