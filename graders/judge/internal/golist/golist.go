// Package golist asks `go list` about packages.
package golist

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
)

// Module is what is said of a package's module; nil for the standard library.
type Module struct {
	Main      bool
	GoVersion string
}

// Version is the module's version of Go as go/types wants it; empty when there is none.
func (m *Module) Version() string {
	if m == nil || m.GoVersion == "" {
		return ""
	}
	return "go" + m.GoVersion
}

// Run runs a `go list -json` command and gives all that it says, one Package after the other. An error has what the
// command printed.
func Run[Package any](command *exec.Cmd) (all []Package, err error) {
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, stderr.String())
	}
	for decoder := json.NewDecoder(&stdout); ; {
		var p Package
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		all = append(all, p)
	}
}
