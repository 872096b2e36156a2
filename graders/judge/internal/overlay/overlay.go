// Package overlay makes the recording `testing` package: copies of the toolchain's files with calls planted at exact
// places, and the recording code itself. A place that is not found once, and only once, is an error, so that a new
// Go release is noticed when the image is built and never while a student is judged.
package overlay

import (
	"embed"
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// The code that the planted calls reach; its theory of operation stands at the top of recorder.go.txt.
//
//go:embed *.go.txt
var added embed.FS

// CanaryPlace stands in every program that is linked with the recording package, for another text of its length.
const CanaryPlace = "{pushmark-canary--place}"

// Write reads goroot/src/testing and writes into out the changed files and `overlay.json`, the argument of
// `go build -overlay`. kit is the folder of the module pushmark/kit, whose packages are laid beside them; may be empty.
// It returns the path of overlay.json. Paths in it are absolute.
func Write(goroot, out, kit string) (string, error) {
	source, err := filepath.Abs(filepath.Join(goroot, "src", "testing"))
	if err != nil {
		return "", err
	}
	if out, err = filepath.Abs(out); err != nil {
		return "", err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return "", err
	}
	replace := map[string]string{}
	for _, file := range files() {
		text, err := os.ReadFile(filepath.Join(source, file.name))
		if err != nil {
			return "", err
		}
		changed, err := plant(file, string(text))
		if err != nil {
			return "", err
		}
		if replace[filepath.Join(source, file.name)], err = save(out, file.name, changed); err != nil {
			return "", err
		}
	}
	for _, name := range []string{"recorder", "recording"} {
		text, err := added.ReadFile(name + ".go.txt")
		if err != nil {
			return "", err
		}
		file := "pushmark_" + name + ".go"
		if replace[filepath.Join(source, file)], err = save(out, file, string(text)); err != nil {
			return "", err
		}
	}
	if err := laySeal(goroot, out, replace); err != nil {
		return "", err
	}
	if kit != "" {
		if err := layKit(goroot, out, kit, replace); err != nil {
			return "", err
		}
	}
	return saveMap(out, replace)
}

// plant applies all changes of one file and checks that the result still parses.
func plant(file file, text string) (string, error) {
	for _, change := range file.changes {
		if n := strings.Count(text, change.anchor); n != change.times {
			return "", fmt.Errorf("overlay: %s: the place for %q was found %d times instead of %d: this release of Go is not supported yet",
				file.name, change.plant, n, change.times)
		}
		text = strings.ReplaceAll(text, change.anchor, change.anchor[:change.at]+change.plant+change.anchor[change.at:])
	}
	if _, err := parser.ParseFile(token.NewFileSet(), file.name, text, parser.SkipObjectResolution); err != nil {
		return "", fmt.Errorf("overlay: %w", err)
	}
	return text, nil
}

func save(dir, name, text string) (string, error) {
	path := filepath.Join(dir, name)
	return path, os.WriteFile(path, []byte(text), 0o644)
}

func saveMap(out string, replace map[string]string) (string, error) {
	text, err := json.MarshalIndent(map[string]any{"Replace": replace}, "", "  ")
	if err != nil {
		return "", err
	}
	return save(out, "overlay.json", string(text)+"\n")
}
