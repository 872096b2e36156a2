package supervise

import (
	"archive/tar"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"pushmark/judge/internal/wire"
)

// install unpacks programs to bin/<id> and data files to trees/<tree>/…, closed for everybody else until a step opens
// them. What belongs to sealed tests and tests from outside
// goes to the trusted user.
func (h *house) install(stream *tar.Reader, steps []wire.RunStep) error {
	if err := validate(steps); err != nil {
		return err
	}
	root, err := os.OpenRoot(h.Work)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.MkdirAll("bin", 0o711); err != nil {
		return err
	}
	if err := wire.Unpack(stream, root, place); err != nil {
		return err
	}
	for _, step := range steps {
		for _, tree := range step.Trees() {
			if err := root.MkdirAll(path.Join("trees", tree, step.Dir), 0o755); err != nil {
				return err
			}
		}
	}
	if err := h.plant(root, steps); err != nil {
		return err
	}
	if err := h.entrust(root, steps); err != nil {
		return err
	}
	return freeze(filepath.Join(h.Work, "trees"))
}

// validate makes sure that every field that becomes part of a path can only stay inside.
func validate(steps []wire.RunStep) error {
	for _, step := range steps {
		for _, program := range append(step.Programs(), step.ID) {
			if !wire.IsID(program) {
				return fmt.Errorf("step %q: %q is no id", step.ID, program)
			}
		}
		for _, tree := range step.Trees() {
			if !wire.IsTree(tree) || !fs.ValidPath(step.Dir) {
				return fmt.Errorf("step %s: no folder %q in tree %q", step.ID, step.Dir, tree)
			}
		}
		if step.Kind != "tests" && step.Kind != "command" && step.Kind != "benchmarks" {
			return fmt.Errorf("step %s: kind %q is not known", step.ID, step.Kind)
		}
	}
	return validateTrusted(steps)
}

// place says where an entry of the job goes.
func place(name string) (string, fs.FileMode, error) {
	kind, rest, _ := strings.Cut(name, "/")
	switch {
	case kind == "programs" && wire.IsID(rest):
		return "bin/" + rest, 0o700, nil
	case kind == "trees" && wire.IsTree(strings.SplitN(rest, "/", 2)[0]):
		return name, 0o444, nil
	}
	return "", 0, fmt.Errorf("an entry that does not belong to a job")
}

// freeze makes all folders of the trees read-only and closes the trees.
func freeze(trees string) error {
	err := filepath.WalkDir(trees, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return os.Chmod(name, 0o555)
	})
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(trees)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := os.Chmod(filepath.Join(trees, entry.Name()), 0o500); err != nil {
			return err
		}
	}
	return nil
}

func (h *house) program(id string) string {
	if h.trusted[id] {
		return filepath.Join(h.vault(), "bin", id)
	}
	return filepath.Join(h.Work, "bin", id)
}

func (h *house) folder(step wire.RunStep, tree string) string {
	base := h.Work
	if wire.IsTrusted(tree) {
		base = h.vault()
	}
	return filepath.Join(base, "trees", tree, filepath.FromSlash(step.Dir))
}

func (h *house) has(id string) bool {
	if h.trusted[id] {
		return true
	}
	info, err := os.Lstat(h.program(id))
	return err == nil && info.Mode().IsRegular()
}

// open lets students' processes reach what a step uses: programs to be executed (a race build also to be read), the
// tree to be read.
func (h *house) open(step wire.RunStep) error {
	mode := fs.FileMode(0o711)
	if step.Race {
		mode = 0o755
	}
	return h.setModes(step, mode, 0o555)
}

// close takes it back.
func (h *house) close(step wire.RunStep) error { return h.setModes(step, 0o700, 0o500) }

func (h *house) setModes(step wire.RunStep, program, tree fs.FileMode) error {
	for _, id := range step.Programs() {
		if h.trusted[id] || !h.has(id) {
			continue
		}
		if err := os.Chmod(h.program(id), program); err != nil {
			return err
		}
	}
	for _, name := range step.Trees() {
		if wire.IsTrusted(name) {
			continue
		}
		if err := os.Chmod(filepath.Join(h.Work, "trees", name), tree); err != nil {
			return err
		}
	}
	return nil
}
