package wire

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

// Caps of one stream.
const (
	maxEntries = 50_000
	maxBytes   = 1 << 30
	maxName    = 1024
)

// Place says where an entry goes: a path below the root that is unpacked to, and its mode. An error refuses it.
type Place func(name string) (string, fs.FileMode, error)

// Unpack writes the rest of a stream below root, which it never leaves: only plain files and directories, clean
// relative names, nothing written twice, no link followed. A directory entry is made even when nothing is in it.
func Unpack(stream *tar.Reader, root *os.Root, place Place) error {
	var bytes int64
	for entries := 0; ; entries++ {
		header, err := stream.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("unpacking: %w", err)
		}
		bytes += header.Size
		if entries >= maxEntries || bytes > maxBytes {
			return fmt.Errorf("unpacking: more than %d entries or %d bytes", maxEntries, maxBytes)
		}
		if err := unpackEntry(stream, header, root, place); err != nil {
			return fmt.Errorf("unpacking %q: %w", header.Name, err)
		}
	}
}

func unpackEntry(stream io.Reader, header *tar.Header, root *os.Root, place Place) error {
	name := strings.TrimSuffix(header.Name, "/")
	if !fs.ValidPath(name) || name == "." || len(name) > maxName || strings.ContainsAny(name, "\x00\\") {
		return errors.New("not a clean relative name")
	}
	target, mode, err := place(name)
	if err != nil {
		return err
	}
	switch header.Typeflag {
	case tar.TypeDir:
		return root.MkdirAll(target, 0o755)
	case tar.TypeReg:
		if err := root.MkdirAll(path.Dir(target), 0o755); err != nil {
			return err
		}
		return write(root, target, mode, stream)
	default:
		return fmt.Errorf("entry of type %q", header.Typeflag)
	}
}

// write creates a file that must not exist yet.
func write(root *os.Root, name string, mode fs.FileMode, content io.Reader) error {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, content); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
