package overlay

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"pushmark/judge"
)

// laySeal puts package seal into the toolchain's source tree, under the import path that generated code uses. Like a
// package of the standard library it then needs no line in a go.mod and is compiled once for all modules.
func laySeal(goroot, out string, replace map[string]string) error {
	root, err := filepath.Abs(filepath.Join(goroot, "src", "pushmark", "judge"))
	if err != nil {
		return err
	}
	return fs.WalkDir(judge.Seal, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := judge.Seal.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Join(out, filepath.Dir(name)), 0o755); err != nil {
			return err
		}
		replace[filepath.Join(root, name)], err = save(out, name, string(text))
		return err
	})
}

// layKit puts the packages of a folder, the module pushmark/kit, there in the same way: hidden tests import them.
func layKit(goroot, out, kit string, replace map[string]string) error {
	root, err := filepath.Abs(filepath.Join(goroot, "src", "pushmark", "kit"))
	if err != nil {
		return err
	}
	return filepath.WalkDir(kit, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && entry.Name() == "testdata" {
			return fs.SkipDir
		}
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(kit, path)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Join(out, "kit", filepath.Dir(name)), 0o755); err != nil {
			return err
		}
		replace[filepath.Join(root, name)], err = save(out, filepath.Join("kit", name), string(text))
		return err
	})
}
