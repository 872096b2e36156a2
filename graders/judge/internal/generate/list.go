package generate

import (
	"fmt"
	"os/exec"
	"path/filepath"

	"pushmark/judge/internal/golist"
)

// listed is what `go list -json` says about one package.
type listed struct {
	ImportPath, Name, Dir, Export, ForTest string
	GoFiles                                []string
	Standard                               bool
	ImportMap                              map[string]string
	Module                                 *golist.Module
	Error                                  *struct{ Err string }
}

// list asks `go` for the packages that the tests need, in the order in which they can be checked.
func list(place Place) ([]listed, error) {
	command := exec.Command(place.Go, "list", "-export", "-deps", "-test", "-e",
		"-json=ImportPath,Name,Dir,Export,ForTest,GoFiles,Standard,ImportMap,Module,Error", "./"+filepath.ToSlash(place.Dir))
	command.Dir, command.Env = place.Root, place.Env
	all, err := golist.Run[listed](command)
	if err != nil {
		return nil, err
	}
	for _, l := range all {
		if l.Error != nil {
			return nil, fmt.Errorf("%s: %s", l.ImportPath, l.Error.Err)
		}
	}
	return all, nil
}
