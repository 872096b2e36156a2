package supervise

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"pushmark/judge/internal/wire"
)

// vault is the folder that only the trusted user can enter. With programs that others may read or execute, a
// student's process read hidden tests and golden files (tried).
func (h *house) vault() string { return filepath.Join(h.Work, "trusted", strconv.Itoa(h.TrustedUID)) }

// validateTrusted makes sure that nothing of sealed tests and tests from outside is used by a step whose processes have
// a student's code.
func validateTrusted(steps []wire.RunStep) error {
	trusted := map[string]bool{}
	for _, step := range steps {
		if err := validateApart(step); err != nil {
			return err
		}
		if step.Apart() {
			trusted[step.Program] = true
		}
	}
	for _, step := range steps {
		for i, id := range step.Programs() {
			if trusted[id] && (!step.Apart() || i > 0) {
				return fmt.Errorf("step %s: program %s belongs to tests that are apart", step.ID, id)
			}
		}
	}
	return nil
}

// validateApart checks one step; linked ones may not use the trees of others.
func validateApart(step wire.RunStep) error {
	switch {
	case step.Apart() != wire.IsTrusted(step.Tree):
		return fmt.Errorf("step %s: tests that are apart and a tree of their own need each other", step.ID)
	case step.Apart() && step.Kind != "tests" || step.Sealed != nil && step.Outside != nil:
		return fmt.Errorf("step %s: only tests can be apart, in one way", step.ID)
	case step.Sealed != nil && (step.Tests == nil || wire.IsTrusted(step.Sealed.Tree)):
		return fmt.Errorf("step %s: only named tests can be sealed, beside a servant with data of its own", step.ID)
	}
	return nil
}

// entrust hands programs and data of tests that are apart to the trusted user. We may not give files away, so a helper that is
// this user writes them, before any student's process exists.
func (h *house) entrust(root *os.Root, steps []wire.RunStep) error {
	ids := h.installed(root, steps)
	if ids == nil {
		return nil
	}
	outside := filepath.Dir(h.vault())
	if err := errors.Join(os.Mkdir(outside, 0o700), os.Chmod(outside, 0o777)); err != nil {
		return err
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		return err
	}
	sent := make(chan error, 1)
	go func() { sent <- errors.Join(pass(writer, root, ids), writer.Close()) }()
	_, err = h.help(h.TrustedUID, 1<<16, reader, "keep", h.vault())
	if err := errors.Join(err, <-sent, os.Chmod(outside, 0o755)); err != nil {
		return err
	}
	return h.forget(root, ids, steps)
}

// forget removes our own copies.
func (h *house) forget(root *os.Root, ids []string, steps []wire.RunStep) error {
	for _, step := range steps {
		if !wire.IsTrusted(step.Tree) {
			continue
		}
		if err := root.RemoveAll("trees/" + step.Tree); err != nil {
			return err
		}
	}
	for _, id := range ids {
		h.trusted[id] = true
		if err := root.Remove("bin/" + id); err != nil {
			return err
		}
	}
	return nil
}

// installed lists the programs of tests that are apart and came with the job; nil when there are no such tests.
func (h *house) installed(root *os.Root, steps []wire.RunStep) []string {
	var ids []string
	seen := map[string]bool{}
	for _, step := range steps {
		if !step.Apart() {
			continue
		}
		if ids == nil {
			ids = []string{}
		}
		if _, err := root.Lstat("bin/" + step.Program); err == nil && !seen[step.Program] {
			ids, seen[step.Program] = append(ids, step.Program), true
		}
	}
	return ids
}

// pass writes programs and the data of tests that are apart as a tar stream.
func pass(to io.Writer, root *os.Root, ids []string) error {
	stream := tar.NewWriter(to)
	for _, id := range ids {
		if err := sendFile(stream, root, "programs/"+id, "bin/"+id); err != nil {
			return err
		}
	}
	err := fs.WalkDir(root.FS(), "trees", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name == "trees" || !entry.IsDir() && !entry.Type().IsRegular() {
			return err
		}
		if tree := strings.Split(name, "/")[1]; !wire.IsTrusted(tree) {
			return fs.SkipDir
		}
		if entry.IsDir() {
			return stream.WriteHeader(&tar.Header{Name: name + "/", Typeflag: tar.TypeDir, Mode: 0o755})
		}
		return sendFile(stream, root, name, name)
	})
	return errors.Join(err, stream.Close())
}

func sendFile(stream *tar.Writer, root *os.Root, as, name string) error {
	file, err := root.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if err := stream.WriteHeader(&tar.Header{Name: as, Size: info.Size(), Mode: 0o600, Typeflag: tar.TypeReg}); err != nil {
		return err
	}
	_, err = io.Copy(stream, file)
	return err
}

// Keep is the other end: as the trusted user, it unpacks to a folder that nobody else can enter. Programs are only
// executable and data only readable, by their owner alone.
func Keep(stream io.Reader, dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	err = wire.Unpack(tar.NewReader(stream), root, func(name string) (string, fs.FileMode, error) {
		target, mode, err := place(name)
		if mode == 0o700 {
			return target, 0o500, err
		}
		return target, 0o400, err
	})
	if err != nil {
		return err
	}
	return filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return os.Chmod(name, 0o500)
	})
}
