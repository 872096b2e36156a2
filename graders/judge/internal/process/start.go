package process

import (
	"os"
	"slices"
	"time"
)

// start creates the process with pipes as its output.
func start(spec Spec, out *capture) (*os.Process, error) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	defer null.Close() // closed already, unless something else is the input
	stdout, stderr, err := out.pipes()
	if err != nil {
		return nil, err
	}
	stdin := spec.Stdin
	if stdin == nil {
		stdin = null
	}
	mine := append([]*os.File{stdin, stdout, stderr}, spec.Extra...)
	defer func() {
		for _, file := range mine {
			if file != nil {
				file.Close()
			}
		}
	}()
	files := slices.Clone(mine)
	if spec.Joined {
		files[2] = stdout
	}
	return retried(spec, &os.ProcAttr{Dir: spec.Dir, Env: spec.Env, Files: files, Sys: spec.Attr})
}

// retried starts a process. When the limit on processes still refuses, it tries again: what an earlier process left
// behind is gone by then.
func retried(spec Spec, attr *os.ProcAttr) (child *os.Process, err error) {
	for range 5 {
		if child, err = os.StartProcess(spec.Path, spec.Args, attr); err == nil {
			return child, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil, err
}
