// Package journal keeps lines in files.
package journal

// Append adds one line to a file, which it makes when there is none.
func Append(path, line string) error {
	return nil
}

// Count gives the number of lines of a file.
func Count(path string) (int, error) {
	return 0, nil
}

// Merge gives the content of all .log files of a folder, by name.
func Merge(dir string) (string, error) {
	return "", nil
}
