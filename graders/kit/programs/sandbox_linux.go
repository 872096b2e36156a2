package programs

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"sync"
	"syscall"
)

// sandbox asks the supervisor, over a socket that keeps messages whole. A start has two answers: that it has started,
// and how it has ended.
type sandbox struct {
	socket  *os.File
	mu      sync.Mutex
	next    int64
	waiting map[int64]chan answer
	gone    bool
}

// maxMessage is the most that a request may hold, in bytes.
const maxMessage = 96 << 10

func openSandbox(fd int) place {
	syscall.CloseOnExec(fd)
	syscall.SetNonblock(fd, true)
	s := &sandbox{socket: os.NewFile(uintptr(fd), "programs"), waiting: map[int64]chan answer{}}
	go s.listen()
	return s
}

// listen hands out answers until the socket ends.
func (s *sandbox) listen() {
	buffer := make([]byte, maxMessage)
	for {
		n, err := s.socket.Read(buffer)
		var one answer
		if err == nil {
			err = json.Unmarshal(buffer[:n], &one)
		}
		s.mu.Lock()
		if err != nil {
			s.gone = true
			for id, channel := range s.waiting {
				close(channel)
				delete(s.waiting, id)
			}
			s.mu.Unlock()
			return
		}
		channel := s.waiting[one.ID]
		s.mu.Unlock()
		if channel != nil {
			channel <- one
		}
	}
}

var errGone = errors.New("the supervisor does not answer any more")

// ask sends a request and gives the channel of its answers, at most two.
func (s *sandbox) ask(r request, files ...*os.File) (int64, chan answer, error) {
	channel := make(chan answer, 2)
	s.mu.Lock()
	s.next++
	r.ID = s.next
	if s.gone {
		s.mu.Unlock()
		return 0, nil, errGone
	}
	s.waiting[r.ID] = channel
	s.mu.Unlock()
	if err := s.send(r, files); err != nil {
		s.forget(r.ID)
		return 0, nil, err
	}
	return r.ID, channel, nil
}

func (s *sandbox) forget(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.waiting, id)
}

func (s *sandbox) send(r request, files []*os.File) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if len(text) > maxMessage {
		return errors.New("arguments and environment together hold more than 96 KiB")
	}
	var fds []int
	for _, file := range files {
		fds = append(fds, int(file.Fd())) // blocking from here on, as programs expect it
	}
	raw, err := s.socket.SyscallConn()
	if err != nil {
		return err
	}
	var rights []byte
	if len(fds) > 0 {
		rights = syscall.UnixRights(fds...)
	}
	var sent error
	err = raw.Write(func(fd uintptr) bool {
		sent = syscall.Sendmsg(int(fd), text, rights, nil, 0)
		return sent != syscall.EAGAIN && sent != syscall.EINTR
	})
	return errors.Join(err, sent)
}

// once waits for the only answer that is left.
func (s *sandbox) once(id int64, channel chan answer) (answer, error) {
	defer s.forget(id)
	return first(channel)
}

func first(channel chan answer) (answer, error) {
	one, ok := <-channel
	switch {
	case !ok:
		return one, errGone
	case one.Missing:
		return one, fs.ErrNotExist
	case one.Error != "":
		return one, errors.New(one.Error)
	}
	return one, nil
}

func (s *sandbox) start(c *Cmd) (process, error) {
	pipes := &c.streams
	r := request{Op: "start", Program: c.program, Args: c.Args, Env: c.Env, Folder: c.Folder.number, Joined: pipes.joined}
	var files []*os.File
	for _, each := range []struct {
		file  *os.File
		given *bool
	}{{pipes.stdin.theirs, &r.Stdin}, {pipes.stdout.theirs, &r.Stdout}, {pipes.stderr.theirs, &r.Stderr}} {
		if each.file != nil {
			*each.given = true
			files = append(files, each.file)
		}
	}
	id, channel, err := s.ask(r, files...)
	if err != nil {
		return nil, err
	}
	if _, err := first(channel); err != nil {
		s.forget(id)
		return nil, err
	}
	return &distant{sandbox: s, id: id, ended: channel}, nil
}

// distant is a program that the supervisor has started.
type distant struct {
	*sandbox
	id    int64
	ended chan answer
}

func (d *distant) signal(signal syscall.Signal) error {
	id, channel, err := d.ask(request{Op: "signal", Process: d.id, Signal: int(signal)})
	if err != nil {
		return err
	}
	if _, err := d.once(id, channel); errors.Is(err, fs.ErrNotExist) {
		return os.ErrProcessDone
	} else {
		return err
	}
}

func (d *distant) wait() (status, error) {
	one, err := d.once(d.id, d.ended)
	return status{code: one.Code, signal: syscall.Signal(one.Signal), limit: one.Limit}, err
}
