// Package journal keeps lines in files.
package journal

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
)

// Append adds one line to a file, which it makes when there is none.
func Append(path, line string) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = file.WriteString(line + "\n")
	return err
}

// Count gives the number of lines of a file.
func Count(path string) (int, error) {
	text, err := os.ReadFile(path)
	return bytes.Count(text, []byte("\n")), err
}

// Merge gives the content of all .log files of a folder, by name.
func Merge(dir string) (string, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.log"))
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
