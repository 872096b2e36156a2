package supervise

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// request is what tests ask for; graders/kit/programs is the other end. fds are the descriptors that came with it.
type request struct {
	ID      int64    `json:"id"`
	Op      string   `json:"op"`
	Program string   `json:"program"`
	Args    []string `json:"args"`
	Env     []string `json:"env"`
	Folder  int64    `json:"folder"`
	Name    string   `json:"name"`
	Stdin   bool     `json:"stdin"`
	Stdout  bool     `json:"stdout"`
	Stderr  bool     `json:"stderr"`
	Joined  bool     `json:"joined"`
	Process int64    `json:"process"`
	Signal  int      `json:"signal"`

	fds []int
}

// reply is an answer to it. A start has two: that it has started, and how it has ended.
type reply struct {
	ID      int64  `json:"id"`
	Error   string `json:"error,omitempty"`
	Missing bool   `json:"missing,omitempty"`
	Code    int    `json:"code"`
	Signal  int    `json:"signal"`
	Limit   string `json:"limit,omitempty"`
}

// maxRequest is the most that a request may hold, in bytes; maxFiles the most descriptors with it.
const (
	maxRequest = 96 << 10
	maxFiles   = 3
)

// socketPair keeps messages whole. Ours waits without a thread, theirs as a process expects it.
func socketPair() (ours, theirs *os.File, err error) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_SEQPACKET|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("a pair of sockets: %w", err)
	}
	if err := syscall.SetNonblock(fds[0], true); err != nil {
		return nil, nil, err
	}
	return os.NewFile(uintptr(fds[0]), "requests"), os.NewFile(uintptr(fds[1]), "requests"), nil
}

// receive waits for the next request; io.EOF when there will be none.
func receive(socket *os.File) (request, error) {
	raw, err := socket.SyscallConn()
	if err != nil {
		return request{}, err
	}
	text, control := make([]byte, maxRequest), make([]byte, syscall.CmsgSpace(4*maxFiles))
	var n, given, flags int
	var failed error
	err = raw.Read(func(fd uintptr) bool {
		n, given, flags, _, failed = syscall.Recvmsg(int(fd), text, control, syscall.MSG_CMSG_CLOEXEC)
		return failed != syscall.EAGAIN && failed != syscall.EINTR
	})
	if err := errors.Join(err, failed); err != nil {
		return request{}, err
	}
	if n == 0 {
		return request{}, io.EOF
	}
	r := request{}
	r.fds, err = rights(control[:given])
	if err == nil && flags&(syscall.MSG_TRUNC|syscall.MSG_CTRUNC) != 0 {
		err = errors.New("a request that is too long")
	}
	if err == nil {
		err = json.Unmarshal(text[:n], &r)
	}
	if err != nil {
		r.close()
	}
	return r, err
}

// rights are the descriptors of a message.
func rights(control []byte) ([]int, error) {
	messages, err := syscall.ParseSocketControlMessage(control)
	var all []int
	for _, message := range messages {
		fds, wrong := syscall.ParseUnixRights(&message)
		all, err = append(all, fds...), errors.Join(err, wrong)
	}
	return all, err
}

// take gives the next descriptor that came, if one is wanted. ours: we read or write it ourselves, without a thread.
func (r *request) take(wanted, ours bool) *os.File {
	if !wanted || len(r.fds) == 0 {
		return nil
	}
	fd := r.fds[0]
	r.fds = r.fds[1:]
	if ours {
		syscall.SetNonblock(fd, true)
	}
	return os.NewFile(uintptr(fd), "given")
}

func (r *request) close() {
	for _, fd := range r.fds {
		syscall.Close(fd)
	}
	r.fds = nil
}

// send answers; whoever cannot be told is gone.
func send(socket *os.File, r reply) {
	if text, err := json.Marshal(r); err == nil {
		socket.Write(text)
	}
}
