package compile

import (
	"encoding/json"
	"fmt"
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"pushmark/judge/internal/wire"
)

// Where the recorded tests are built, every package of the tree gets one more file, which imports testing. Go
// initialises packages in the order of their paths as soon as all that they import is initialised; without the file,
// a package that may open files could read the mark of its process from its descriptor before testing has taken it,
// and write records of its own (tried: full marks for nothing).
//
// The file exists only in the overlay, so nothing that a student or the compiler reads about the tree changes. The
// cover tool cannot read such a file, and nobody asks covered programs for records. A servant has no records.

// overlay gives the overlay for a step: the recording testing package and the first import in every package of its
// tree.
func (w *workshop) overlay(step wire.CompileStep) (string, error) {
	tree := step.Tree
	if slices.Contains(step.Args, "-cover") || wire.IsServant(tree) {
		return w.Overlay, nil
	}
	w.laying.Lock()
	defer w.laying.Unlock()
	if path, made := w.overlays[tree]; made {
		return path, nil
	}
	text, err := os.ReadFile(w.Overlay)
	if err != nil {
		return "", err
	}
	var laid struct{ Replace map[string]string }
	if err := json.Unmarshal(text, &laid); err != nil {
		return "", fmt.Errorf("%s: %w", w.Overlay, err)
	}
	folder := filepath.Join(w.Work, "overlay", tree)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	if err := importFirst(w.tree(tree), folder, laid.Replace); err != nil {
		return "", err
	}
	if text, err = json.Marshal(laid); err != nil {
		return "", err
	}
	path := filepath.Join(folder, "overlay.json")
	w.overlays[tree] = path
	return path, os.WriteFile(path, text, 0o644)
}

// importFirst adds the file for every package below a folder. What is no package, or has no one name, is left alone:
// that does not build anyway.
func importFirst(tree, folder string, replace map[string]string) error {
	return filepath.WalkDir(tree, func(dir string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		name := packageName(dir)
		if name == "" {
			return nil
		}
		source := filepath.Join(folder, strconv.Itoa(len(replace))+".go")
		replace[unused(dir)] = source
		return os.WriteFile(source, []byte("package "+name+"\n\nimport _ \"testing\"\n"), 0o644)
	})
}

// packageName is the name that the go command would give a folder; "" when nothing in it can be built.
func packageName(dir string) string {
	context := build.Default
	context.CgoEnabled = true
	found, err := context.ImportDir(dir, 0)
	if err != nil || len(found.GoFiles)+len(found.CgoFiles) == 0 {
		return "" // the compiler will say so
	}
	return found.Name
}

// unused is a file name that a folder does not have yet.
func unused(dir string) string {
	for name := "zz_testing"; ; name += "_first" {
		path := filepath.Join(dir, name+".go")
		if _, err := os.Lstat(path); err != nil {
			return path
		}
	}
}
