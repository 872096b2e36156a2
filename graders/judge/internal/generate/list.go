package generate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
)

// listed is what `go list -json` says about one package.
type listed struct {
	ImportPath, Name, Dir, Export, ForTest string
	GoFiles                                []string
	Standard                               bool
	ImportMap                              map[string]string
	Module                                 *struct {
		Main      bool
		GoVersion string
	}
	Error *struct{ Err string }
}

// list asks `go` for the packages that the tests need, in the order in which they can be checked.
func list(place Place) ([]listed, error) {
	command := exec.Command(place.Go, "list", "-export", "-deps", "-test", "-e",
		"-json=ImportPath,Name,Dir,Export,ForTest,GoFiles,Standard,ImportMap,Module,Error", "./"+filepath.ToSlash(place.Dir))
	command.Dir, command.Env = place.Root, place.Env
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, stderr.String())
	}
	var all []listed
	for decoder := json.NewDecoder(&stdout); ; {
		var l listed
		if err := decoder.Decode(&l); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		if l.Error != nil {
			return nil, fmt.Errorf("%s: %s", l.ImportPath, l.Error.Err)
		}
		all = append(all, l)
	}
}
