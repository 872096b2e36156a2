package programs

import (
	"errors"
	"io"
	"os"
	"syscall"
)

func (s *sandbox) write(f *Folder, name string, content []byte) error {
	theirs, ours, err := os.Pipe()
	if err != nil {
		return err
	}
	id, channel, err := s.ask(request{Op: "write", Folder: f.number, Name: name}, theirs)
	theirs.Close()
	if err != nil {
		ours.Close()
		return err
	}
	_, sent := ours.Write(content)
	if err := errors.Join(sent, ours.Close()); err != nil && !errors.Is(err, syscall.EPIPE) {
		return err
	}
	_, err = s.once(id, channel)
	return err
}

func (s *sandbox) read(f *Folder, name string) ([]byte, error) {
	ours, theirs, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer ours.Close()
	id, channel, err := s.ask(request{Op: "read", Folder: f.number, Name: name}, theirs)
	theirs.Close()
	if err != nil {
		return nil, err
	}
	content, got := io.ReadAll(io.LimitReader(ours, maxFile+1))
	if _, err := s.once(id, channel); err != nil {
		return nil, err
	}
	return content, got
}
