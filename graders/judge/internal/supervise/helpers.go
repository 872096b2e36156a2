package supervise

import (
	"archive/tar"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Wipe removes everything in a shared folder that belongs to the calling user, whatever modes it was given.
func Wipe(temp string) error {
	entries, err := os.ReadDir(temp)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !own(info) {
			continue
		}
		name := filepath.Join(temp, entry.Name())
		if os.RemoveAll(name) == nil {
			continue
		}
		unlock(name)
		if err := os.RemoveAll(name); err != nil {
			return err
		}
	}
	return nil
}

func own(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Getuid()
}

// unlock makes all folders below a name usable again, each before it is read.
func unlock(name string) {
	filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
		if err != nil && entry != nil && entry.IsDir() {
			return fs.SkipDir
		}
		if entry != nil && entry.IsDir() {
			os.Chmod(path, 0o700)
		}
		return nil
	})
}

// Collect writes the named plain files of a folder as a tar stream, each up to a limit. What is missing or is no plain
// file is left out; no link leads out of the folder.
func Collect(out io.Writer, dir string, names []string, limit int64) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	stream := tar.NewWriter(out)
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
		return err
	}
	header := &tar.Header{Name: name, Size: int64(len(text)), Mode: 0o600, Typeflag: tar.TypeReg}
	if err := stream.WriteHeader(header); err != nil {
		return err
	}
	_, err = stream.Write(text)
	return err
}
