package supervise

import (
	"bytes"
	"os"
	"path/filepath"
	"syscall"

	"pushmark/judge/internal/overlay"
	"pushmark/judge/internal/wire"
)

// Canaries are values of a run that stand where no student's code has to look: in the environment that the tests'
// process is started with (the recorder takes it out of what os.Environ gives before any other package begins), among
// the constants of its program, and in a file above all trees. Whoever prints one has read what belongs to the judge;
// workers/grading/canaries looks for them in all that came out.

const canaryVariable = "PUSHMARK_CANARY"

// canaryFile lies beside the folder of trees, where everybody may read it.
const canaryFile = "expected.txt"

// plant writes the canaries of file and program; programs are not yet closed or given away.
func (h *house) plant(root *os.Root, steps []wire.RunStep) error {
	if h.canaries.File != "" {
		if err := root.WriteFile(canaryFile, []byte(h.canaries.File+"\n"), 0o444); err != nil {
			return err
		}
	}
	if len(h.canaries.Program) != len(overlay.CanaryPlace) {
		return nil
	}
	for _, step := range steps {
		if _, err := root.Lstat("bin/" + step.Program); err != nil || step.Kind == "command" {
			continue
		}
		if err := plantInto(filepath.Join(h.Work, "bin", step.Program), h.canaries.Program); err != nil {
			return err
		}
	}
	return nil
}

// plantInto puts a canary in the place that the recording testing package has for it in a program.
func plantInto(path, canary string) error {
	file, err := os.OpenFile(path, os.O_RDWR|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	content, err := syscall.Mmap(int(file.Fd()), 0, int(info.Size()), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return err
	}
	defer syscall.Munmap(content)
	for at := bytes.Index(content, []byte(overlay.CanaryPlace)); at >= 0; at = bytes.Index(content, []byte(overlay.CanaryPlace)) {
		copy(content[at:], canary)
	}
	return nil
}
