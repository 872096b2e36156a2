package supervise

import (
	"archive/tar"
	"io"
	"os"
)

// Collect writes the named plain files of a folder as a tar stream, each up to a limit. What is missing or is no plain
// file is left out; no link leads out of the folder.
func Collect(out io.Writer, dir string, names []string, limit int64) error {
	stream := tar.NewWriter(out)
	root, err := os.OpenRoot(dir)
	if err != nil {
		return stream.Close() // its user has removed it, or closed it, or put something in its place
	}
	defer root.Close()
	for _, name := range names {
		if err := collectFile(stream, root, name, limit); err != nil {
			return err
		}
	}
	return stream.Close()
}

func collectFile(stream *tar.Writer, root *os.Root, name string, limit int64) error {
	info, err := root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	file, err := root.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, limit))
	if err != nil {
		return nil
	}
	header := &tar.Header{Name: name, Size: int64(len(text)), Mode: 0o600, Typeflag: tar.TypeReg}
	if err := stream.WriteHeader(header); err != nil {
		return err
	}
	_, err = stream.Write(text)
	return err
}
