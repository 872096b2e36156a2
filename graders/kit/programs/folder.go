package programs

import (
	"fmt"
	"io/fs"
	"sync/atomic"
	"testing"
)

// Folder is a working directory of programs, empty at first and removed after the test. In the sandbox it belongs to
// the program's user and a test reaches it by these methods alone, so no link in it leads a test anywhere. Programs
// with the same folder are the same user.
type Folder struct {
	tb testing.TB
	// number names it in the sandbox; path is where it lies on this machine.
	number int64
	path   string
}

var folders atomic.Int64

// NewFolder is an empty folder.
func NewFolder(tb testing.TB) *Folder {
	tb.Helper()
	f := &Folder{tb: tb, number: folders.Add(1)}
	if _, desk := here().(*local); desk {
		f.path = tb.TempDir()
	}
	return f
}

// WriteFile writes a file, and the directories above it, in place of one that is there. name is relative, with slashes.
func (f *Folder) WriteFile(name string, content []byte) error {
	if !fs.ValidPath(name) || name == "." {
		return fmt.Errorf("programs: writing %q: %w", name, fs.ErrInvalid)
	}
	if err := here().write(f, name, content); err != nil {
		return fmt.Errorf("programs: writing %s: %w", name, err)
	}
	return nil
}

// ReadFile reads a plain file of at most 4 MiB; fs.ErrNotExist when there is none of that name. A link is no plain file.
func (f *Folder) ReadFile(name string) ([]byte, error) {
	if !fs.ValidPath(name) || name == "." {
		return nil, fmt.Errorf("programs: reading %q: %w", name, fs.ErrInvalid)
	}
	content, err := here().read(f, name)
	if err != nil {
		return nil, fmt.Errorf("programs: reading %s: %w", name, err)
	}
	return content, nil
}
