package wire

import (
	"archive/tar"
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// Answer is the stream of outcomes. Each entry is flushed, so that what was sent counts even when the container dies.
type Answer struct {
	buffer *bufio.Writer
	stream *tar.Writer
}

// NewAnswer starts an answer on w.
func NewAnswer(w io.Writer) *Answer {
	buffer := bufio.NewWriterSize(w, 64<<10)
	return &Answer{buffer, tar.NewWriter(buffer)}
}

// Step sends `steps/<id>.json`.
func (a *Answer) Step(id string, outcome any) error { return a.document("steps/"+id+".json", outcome) }

// Process sends `processes/<id>/<n>.json`.
func (a *Answer) Process(id string, n int, outcome ProcessOutcome) error {
	return a.document(fmt.Sprintf("processes/%s/%d.json", id, n), outcome)
}

// Artifact sends a built program as `artifacts/<id>`.
func (a *Answer) Artifact(id string, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("answering: %w", err)
	}
	return a.entry("artifacts/"+id, info.Size(), file)
}

// End sends `end.json` and closes the stream.
func (a *Answer) End() error {
	if err := a.document("end.json", map[string]bool{"ok": true}); err != nil {
		return err
	}
	if err := a.stream.Close(); err != nil {
		return fmt.Errorf("answering: %w", err)
	}
	return a.buffer.Flush()
}

func (a *Answer) document(name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("answering: %w", err)
	}
	return a.entry(name, int64(len(text)), bytes.NewReader(text))
}

func (a *Answer) entry(name string, size int64, content io.Reader) error {
	header := &tar.Header{Name: name, Size: size, Mode: 0o644, Typeflag: tar.TypeReg, Format: tar.FormatPAX}
	if err := a.stream.WriteHeader(header); err != nil {
		return fmt.Errorf("answering: %w", err)
	}
	if _, err := io.Copy(a.stream, content); err != nil {
		return fmt.Errorf("answering: %w", err)
	}
	if err := a.stream.Flush(); err != nil {
		return fmt.Errorf("answering: %w", err)
	}
	return a.buffer.Flush()
}
