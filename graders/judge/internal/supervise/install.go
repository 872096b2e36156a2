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
// them.
func install(stream *tar.Reader, work string, steps []wire.RunStep) error {
	if err := validate(steps); err != nil {
		return err
	}
	root, err := os.OpenRoot(work)
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
		if err := root.MkdirAll(path.Join("trees", step.Tree, step.Dir), 0o755); err != nil {
			return err
		}
	}
	return seal(filepath.Join(work, "trees"))
}

// validate makes sure that every field that becomes part of a path can only stay inside.
func validate(steps []wire.RunStep) error {
	for _, step := range steps {
		for _, program := range append(step.Programs(), step.ID) {
			if !wire.IsID(program) {
				return fmt.Errorf("step %q: %q is no id", step.ID, program)
			}
		}
		if !wire.IsTree(step.Tree) || !fs.ValidPath(step.Dir) {
			return fmt.Errorf("step %s: no folder %q in tree %q", step.ID, step.Dir, step.Tree)
		}
		if step.Kind != "tests" && step.Kind != "command" && step.Kind != "benchmarks" {
			return fmt.Errorf("step %s: kind %q is not known", step.ID, step.Kind)
		}
	}
	return nil
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

// seal makes all folders of the trees read-only and closes the trees.
func seal(trees string) error {
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

func (h *house) program(id string) string { return filepath.Join(h.Work, "bin", id) }

func (h *house) folder(step wire.RunStep) string {
	return filepath.Join(h.Work, "trees", step.Tree, filepath.FromSlash(step.Dir))
}

func (h *house) has(id string) bool {
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
		if err := os.Chmod(h.program(id), program); err != nil {
			return err
		}
	}
	return os.Chmod(filepath.Join(h.Work, "trees", step.Tree), tree)
}
