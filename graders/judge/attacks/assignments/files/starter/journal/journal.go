// Package journal keeps lines in files below the folder for temporary files.
package journal

// Append adds one line to a file, which it makes when there is none.
func Append(name, line string) error {
	return nil
}

// Count gives the number of lines of a file.
func Count(name string) (int, error) {
	return 0, nil
}

// Merge gives the content of all files whose names match a pattern, by name.
func Merge(pattern string) (string, error) {
	return "", nil
}
