package programs

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
)

// race has a program halt at the first report of the race detector, as in the sandbox; others take no notice.
const race = "GORACE=halt_on_error=1 exitcode=66 atexit_sleep_ms=50"

// maxFile is the most that ReadFile reads, in bytes.
const maxFile = 4 << 20

// local builds packages with the go command and starts them with os/exec.
type local struct {
	mu sync.Mutex
	// built programs by package directory.
	built map[string]string
}

func (l *local) start(c *Cmd) (process, error) {
	program, err := l.build(c.program, c.Args[0])
	if err != nil {
		return nil, err
	}
	home := c.Folder.path
	cmd := &exec.Cmd{Path: program, Args: c.Args, Dir: home, Stdin: reading(c.streams.stdin.theirs)}
	cmd.Env = append([]string{"HOME=" + home, "TMPDIR=" + home, "USER=student", "LANG=C.UTF-8", race}, c.Env...)
	cmd.Stdout, cmd.Stderr = writing(c.streams.stdout.theirs), writing(c.streams.stderr.theirs)
	if c.streams.joined {
		cmd.Stderr = cmd.Stdout
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return localProcess{cmd}, nil
}

// build builds a package once. The program stays in the user's cache, where the go command finds it unchanged.
func (l *local) build(dir, name string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if program, done := l.built[dir]; done {
		return program, nil
	}
	out, err := placeOf(dir, name)
	if err != nil {
		return "", err
	}
	args := []string{"build", "-o", out}
	if raced {
		args = append(args, "-race")
	}
	text, err := exec.Command("go", append(args, "./"+filepath.ToSlash(filepath.Clean(dir)))...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, text)
	}
	if l.built == nil {
		l.built = map[string]string{}
	}
	l.built[dir] = out
	return out, nil
}

func placeOf(dir, name string) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s race=%t", full, raced))
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(cache, "pushmark-programs", hex.EncodeToString(sum[:8]), name), nil
}

// A nil *os.File in an interface would not be nil.
func reading(file *os.File) io.Reader {
	if file == nil {
		return nil
	}
	return file
}

func writing(file *os.File) io.Writer {
	if file == nil {
		return nil
	}
	return file
}

type localProcess struct{ *exec.Cmd }

func (p localProcess) signal(signal syscall.Signal) error { return p.Process.Signal(signal) }

func (p localProcess) wait() (status, error) {
	err := p.Wait()
	if end := (*exec.ExitError)(nil); err != nil && !errors.As(err, &end) {
		return status{code: -1}, err
	}
	ended := status{code: p.ProcessState.ExitCode()}
	if how, ok := p.ProcessState.Sys().(syscall.WaitStatus); ok && how.Signaled() {
		ended.signal = how.Signal()
	}
	return ended, nil
}

func (l *local) write(f *Folder, name string, content []byte) error {
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	root.Remove(name)
	return root.WriteFile(name, content, 0o644)
}

func (l *local) read(f *Folder, name string) ([]byte, error) {
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	info, err := root.Lstat(name)
	switch {
	case err != nil:
		return nil, errors.Unwrap(err)
	case !info.Mode().IsRegular():
		return nil, fs.ErrNotExist
	case info.Size() > maxFile:
		return nil, errors.New("it has more than 4 MiB")
	}
	return root.ReadFile(name)
}
