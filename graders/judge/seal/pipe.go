package seal

import (
	"io"
	"os"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// pipe is an inherited end of a pipe. It is read and written by blocking system calls: what waits for an answer then
// costs one switch between two processes, and no scheduler of goroutines has a part in it. Where several goroutines
// have something to do, the poller waits for all of them (park).
type pipe struct {
	fd int
	// file is what has been handed to the poller; nil: nothing yet.
	file atomic.Pointer[os.File]
	// until is when reads end with os.ErrDeadlineExceeded; zero: never.
	until time.Time
}

func openPipe(fd int) *pipe {
	syscall.CloseOnExec(fd)
	syscall.SetNonblock(fd, false)
	return &pipe{fd: fd}
}

// park hands the descriptor to the poller, from the next read or write on.
func (p *pipe) park() {
	if p.file.Load() == nil && syscall.SetNonblock(p.fd, true) == nil {
		p.file.Store(os.NewFile(uintptr(p.fd), "pipe"))
	}
}

func (p *pipe) Read(b []byte) (int, error) {
	for {
		if file := p.file.Load(); file != nil {
			return p.parked(file, b)
		}
		if err := p.patience(); err != nil {
			return 0, err
		}
		n, err := syscall.Read(p.fd, b)
		switch {
		case again(err):
		case err != nil:
			return 0, err
		case n == 0 && len(b) > 0:
			return 0, io.EOF
		default:
			return n, nil
		}
	}
}

func (p *pipe) parked(file *os.File, b []byte) (int, error) {
	if !p.until.IsZero() {
		file.SetReadDeadline(p.until)
		defer file.SetReadDeadline(time.Time{})
	}
	return file.Read(b)
}

func (p *pipe) Write(b []byte) (int, error) {
	for done := 0; ; {
		if file := p.file.Load(); file != nil {
			n, err := file.Write(b[done:])
			return done + n, err
		}
		n, err := syscall.Write(p.fd, b[done:])
		if err != nil && !again(err) {
			return done, err
		}
		if done += max(n, 0); done == len(b) {
			return done, nil
		}
	}
}

// again reports whether a call is to be repeated: a signal came, or the descriptor is being handed to the poller.
func again(err error) bool {
	if err == syscall.EAGAIN {
		runtime.Gosched()
	}
	return err == syscall.EINTR || err == syscall.EAGAIN
}

// patience waits until there is something to read, or the time is over.
func (p *pipe) patience() error {
	for !p.until.IsZero() {
		left := time.Until(p.until)
		if left <= 0 {
			return os.ErrDeadlineExceeded
		}
		ready, err := poll(p.fd, left)
		if ready || err != nil && err != syscall.EINTR {
			return nil // what is wrong is seen by the read
		}
	}
	return nil
}

// poll waits for one descriptor to become readable.
func poll(fd int, limit time.Duration) (ready bool, err error) {
	const in = 1
	wanted := struct {
		fd              int32
		events, revents int16
	}{int32(fd), in, 0}
	most := syscall.NsecToTimespec(limit.Nanoseconds())
	n, _, errno := syscall.Syscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&wanted)), 1, uintptr(unsafe.Pointer(&most)), 0, 0, 0)
	if errno != 0 {
		return false, errno
	}
	return n > 0, nil
}
