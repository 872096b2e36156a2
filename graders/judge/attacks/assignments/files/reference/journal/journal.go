// Package journal keeps lines in files below the folder for temporary files.
package journal

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
)

func path(name string) string { return filepath.Join(os.TempDir(), name) }

// Append adds one line to a file, which it makes when there is none.
func Append(name, line string) error {
	file, err := os.OpenFile(path(name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = file.WriteString(line + "\n")
	return err
}

// Count gives the number of lines of a file.
func Count(name string) (int, error) {
	text, err := os.ReadFile(path(name))
	return bytes.Count(text, []byte("\n")), err
}

// Merge gives the content of all files whose names match a pattern, by name.
func Merge(pattern string) (string, error) {
	names, err := filepath.Glob(path(pattern))
	if err != nil {
		return "", err
	}
	var all strings.Builder
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		all.Write(text)
	}
	return all.String(), nil
}
