package seal

import (
	"errors"
	"io"
	"os"
	"syscall"
	"testing"
	"time"
)

// ends are both ends of a pipe, as a process inherits them.
func ends(t *testing.T) (in, out *pipe) {
	t.Helper()
	var fds [2]int
	if err := syscall.Pipe(fds[:]); err != nil {
		t.Fatal(err)
	}
	return openPipe(fds[0]), openPipe(fds[1])
}

func TestAReadOfAPipeEndsAtItsDeadline(t *testing.T) {
	for _, parked := range []bool{false, true} {
		in, _ := ends(t)
		if parked {
			in.park()
		}
		in.until = time.Now().Add(10 * time.Millisecond)
		if _, err := in.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("parked %v: %v", parked, err)
		}
	}
}

func TestAPipeIsReadAcrossParking(t *testing.T) {
	in, out := ends(t)
	got := make(chan string, 2)
	read := func() {
		b := make([]byte, 10)
		n, err := in.Read(b)
		if err != nil {
			got <- err.Error()
		}
		got <- string(b[:n])
	}
	go read()
	in.park()
	out.park()
	out.Write([]byte("one"))
	if text := <-got; text != "one" {
		t.Error(text)
	}
	out.Write([]byte("two"))
	read()
	if text := <-got; text != "two" {
		t.Error(text)
	}
}

func TestAPipeEndsWithItsWriter(t *testing.T) {
	in, out := ends(t)
	syscall.Close(out.fd)
	if n, err := in.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Error(n, err)
	}
}

func TestMoreThanAPipeHoldsIsWritten(t *testing.T) {
	in, out := ends(t)
	const size = 1 << 20
	go func() {
		out.Write(make([]byte, size))
		syscall.Close(out.fd)
	}()
	if all, err := io.ReadAll(in); len(all) != size || err != nil {
		t.Error(len(all), err)
	}
}
