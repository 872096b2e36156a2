package compile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// farm makes a private build cache whose entries are links to the baked ones: what a job adds goes into its own
// memory-backed folder and no job can change what another one reads. (A read-only cache as such does not work: some
// commands fail when they cannot write to it.) Without a baked cache the private one starts empty.
func farm(baked, private string) error {
	if err := os.MkdirAll(private, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(baked)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		if err := link(filepath.Join(baked, entry.Name()), filepath.Join(private, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

// link makes one folder of links.
func link(from, to string) error {
	if err := os.Mkdir(to, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := os.Symlink(filepath.Join(from, entry.Name()), filepath.Join(to, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

// fresh tells the go command that the cache was trimmed just now. Otherwise it would delete, at the end of the first
// command, every entry that it believes unused for five days: the whole standard library of an older image.
func fresh(private string) error {
	now := strconv.FormatInt(time.Now().Unix(), 10)
	return os.WriteFile(filepath.Join(private, "trim.txt"), []byte(now+"\n"), 0o644)
}
