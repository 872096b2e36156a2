package programs

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
)

var (
	moduleLine   = regexp.MustCompile(`(?m)^\s*module\s+"?([^\s"]+)"?`)
	majorVersion = regexp.MustCompile(`^v[0-9]+$`)
)

// nameOf is what the go command would call the program of a package directory: the last element of its import path.
func nameOf(program string) (string, error) {
	if path.IsAbs(program) || program == "" {
		return "", fmt.Errorf("programs: %q is no package directory; say \".\" for the package under test", program)
	}
	dir, err := filepath.Abs(filepath.FromSlash(program))
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if module := moduleLine.FindSubmatch(text); err == nil && module != nil {
		return lastElement(string(module[1])), nil
	}
	return filepath.Base(dir), nil
}

// lastElement leaves out a major version: example.com/sum/v2 is sum.
func lastElement(module string) string {
	if name := path.Base(module); !majorVersion.MatchString(name) || path.Dir(module) == "." {
		return name
	}
	return path.Base(path.Dir(module))
}
