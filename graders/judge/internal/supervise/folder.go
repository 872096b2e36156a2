package supervise

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"path"
	"strconv"
	"sync"
	"syscall"
	"time"

	"pushmark/judge/internal/cgroup"
	"pushmark/judge/internal/process"
)

// folder is a working folder of programs, and the user that it belongs to.
type folder struct {
	uid  int
	path string
	mu   sync.Mutex
	// busy counts programs and helpers of the user that are not over.
	busy int
}

var errOver = errors.New("the test is over")

// enter gives a folder by the tests' number for it, a new one with a new user at first.
func (s *stage) enter(number int64) (*folder, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return nil, errOver
	}
	if s.folders[number] == nil {
		uid := s.house.nextUID
		s.house.nextUID++
		s.folders[number] = &folder{uid: uid, path: s.house.private(uid)}
	}
	return s.folders[number], nil
}

// run runs a process of the folder's user. ran: there was one; otherwise an error says why it could not be started.
func (f *folder) run(spec process.Spec, group cgroup.Group) (result process.Result, ran bool, err error) {
	f.count(1)
	end := spec.End
	spec.End = func(pid int, ended bool) (int, error) {
		ran = true
		if weakUID {
			return end(pid, ended)
		}
		return f.end(pid, ended)
	}
	if result, err = process.Run(spec, group); !ran {
		f.count(-1)
	}
	return result, ran, err
}

func (f *folder) count(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.busy += n
}

// end is the Spec.End of all that runs in the folder. The last one takes with it what others have left; before that
// nobody knows whose a process is. While it looks, none can begin.
func (f *folder) end(pid int, ended bool) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.busy--
	if f.busy == 0 {
		return process.EndUser(f.uid)(pid, ended)
	}
	if !ended {
		syscall.Kill(pid, syscall.SIGKILL)
	}
	return 0, nil
}

// write has the folder's user put a file in place; the content comes by a pipe.
func (s *stage) write(r *request) error {
	f, err := s.enter(r.Folder)
	content := r.take(true, false)
	if err != nil || content == nil {
		return errors.Join(err, closed(content))
	}
	_, err = s.help(f, 1<<12, content, "lay", f.path, r.Name)
	return err
}

// read has it read a plain file, and passes the content on.
func (s *stage) read(r *request) error {
	f, err := s.enter(r.Folder)
	to := r.take(true, true)
	if err != nil || to == nil {
		return errors.Join(err, closed(to))
	}
	defer to.Close()
	text, err := s.help(f, maxCollected+1<<12, nil, "collect", "-limit", strconv.Itoa(maxCollected+1), f.path, r.Name)
	if err != nil {
		return err
	}
	stream := tar.NewReader(bytes.NewReader(text))
	header, err := stream.Next()
	switch {
	case err == io.EOF:
		return os.ErrNotExist
	case err != nil:
		return err
	case header.Size > maxCollected:
		return errors.New("it has more than 4 MiB")
	}
	to.SetWriteDeadline(time.Now().Add(helpTime))
	_, err = io.Copy(to, stream)
	return err
}

// help runs a helper as the folder's user. What goes wrong there may be the program's doing, which is the same user.
func (s *stage) help(f *folder, output int64, input *os.File, args ...string) ([]byte, error) {
	s.helpers <- struct{}{}
	defer func() { <-s.helpers }()
	spec := s.house.helper(weakened(f.uid, s.house.TrustedUID), output, input, args...)
	if weakUID {
		spec.End = process.EndGroup
	}
	result, _, err := f.run(spec, s.house.group)
	return result.Stdout, helped(result, err, f.uid, args[0])
}

func closed(file *os.File) error {
	if file == nil {
		return errors.New("no descriptor came with the request")
	}
	return file.Close()
}

// Lay puts a file into a folder in place of one that is there. Both are made where they are missing; no link leads out.
func Lay(content io.Reader, dir, name string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	root.Remove(name)
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, content)
	return errors.Join(err, file.Close())
}
