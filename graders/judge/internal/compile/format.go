package compile

import (
	"bytes"
	"encoding/json"
	"go/format"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"pushmark/judge/internal/wire"
)

// Format writes, as JSON, the Go files below a folder that gofmt would change or that do not parse. Like `go fmt ./...`
// it leaves out what no package is made of.
func Format(out io.Writer, dir string) error {
	found := []wire.Unformatted{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && name != dir && ignored(entry.Name()) {
			return fs.SkipDir
		}
		if err != nil || !entry.Type().IsRegular() || !strings.HasSuffix(name, ".go") || ignored(entry.Name()) {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		if file, changed := formatFile(filepath.ToSlash(relative), text); changed {
			found = append(found, file)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(found)
}

// ignored reports whether the go command passes over a name.
func ignored(name string) bool {
	return name == "testdata" || strings.HasPrefix(name, "_") || strings.HasPrefix(name, ".")
}

// formatFile takes line ends of Windows for those of gofmt, and a byte order mark for none: who edits there did not
// choose them.
func formatFile(name string, text []byte) (wire.Unformatted, bool) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if bytes.Count(text, []byte("\r\n")) == bytes.Count(text, []byte("\n")) {
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	}
	formatted, err := format.Source(text)
	if err != nil {
		return wire.Unformatted{File: name, Line: 0, Error: wire.Text([]byte(err.Error()))}, true
	}
	if bytes.Equal(text, formatted) {
		return wire.Unformatted{}, false
	}
	return wire.Unformatted{File: name, Line: firstDifference(text, formatted)}, true
}

// firstDifference gives the 1-based line at which two texts part.
func firstDifference(a, b []byte) int {
	left, right := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range min(len(left), len(right)) {
		if !bytes.Equal(left[i], right[i]) {
			return i + 1
		}
	}
	return min(len(left), len(right))
}
