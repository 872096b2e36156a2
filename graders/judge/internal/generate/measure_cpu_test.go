package generate_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// cpu is what all children that have ended have used.
func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_CHILDREN, &u)
	var own syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &own)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano() + own.Utime.Nano() + own.Stime.Nano())
}

// rounds is how often everything is measured; the median counts.
const rounds = 3

func median(all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// timed is the CPU time that something takes.
func timed(err *error, do func() error) time.Duration {
	start := cpu()
	if *err == nil {
		*err = do()
	}
	return cpu() - start
}

// lays makes the trees that a submission is built in: linked with its tests, and as a servant.
func (m *module) lays(dir string) error {
	if err := lay(filepath.Join(dir, "linked"), m.root, nil, nil); err != nil {
		return err
	}
	var remove []string
	for _, name := range m.result.Remove {
		if strings.HasSuffix(name, "_test.go") {
			remove = append(remove, name)
		}
	}
	return lay(filepath.Join(dir, "own"), m.root, remove, m.result.Servant)
}

// laysParted makes the tree of linked tests alone.
func (m *module) laysParted(dir string, sealed []string) error {
	one, err := generatedFor(m.root, m.dir, sealed, others(m.root, m.dir)...)
	if err != nil {
		return err
	}
	return lay(filepath.Join(dir, "parted"), m.root, nil, one.result.Linked)
}

// change makes all trees such as were never built before: a student's file has changed.
func (m *module) change(dir string) error {
	text := fmt.Appendf(nil, "package %s\n\nconst zzChange = %d\n", packageName(m), time.Now().UnixNano())
	for _, tree := range []string{"linked", "own", "parted"} {
		if _, err := os.Stat(filepath.Join(dir, tree)); err != nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, tree, m.dir, "zz_change.go"), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// buildLinked is as the go command does it by itself, or in the environment of the judge's compilers (package compile).
func (m *module) buildLinked(dir string, env ...string) error {
	m.linked = filepath.Join(dir, "linked.test")
	return goWith(env, filepath.Join(dir, "linked"), "test", "-c", "-vet=off", "-ldflags=-s -w", "-o", m.linked, "./"+m.dir)
}

// judges is the environment of the judge's compilers.
var judges = []string{"GOGC=off", "GOMEMLIMIT=320MiB"}

func (m *module) buildServant(dir string) error {
	laid, err := sealOverlay()
	if err != nil || len(m.sealedTests()) == 0 {
		return err
	}
	m.servant = filepath.Join(dir, "servant")
	return goWith(judges, filepath.Join(dir, "own"), "build", "-ldflags=-s -w", "-overlay="+laid, "-o", m.servant, m.result.Build)
}

// buildParted builds the program of linked tests alone, if there is one.
func (m *module) buildParted(dir string) error {
	tree := filepath.Join(dir, "parted")
	if _, err := os.Stat(tree); err != nil {
		return nil
	}
	return goWith(judges, tree, "test", "-c", "-vet=off", "-ldflags=-s -w", "-o", filepath.Join(dir, "parted.test"), "./"+m.dir)
}

// typeGoTest is `go test` with these tests, as somebody types it.
func (m *module) typeGoTest(dir string, tests []string) error {
	return goDo(filepath.Join(dir, "linked"), "test", "-run=^("+strings.Join(tests, "|")+")$", "./"+m.dir)
}

// runAtOnce runs tests linked, all in one process as `go test` does.
func runAtOnce(m *module, tests []string) time.Duration {
	c := exec.Command(m.linked, "-test.run=^("+strings.Join(tests, "|")+")$", "-test.timeout=60s")
	c.Dir = filepath.Join(m.root, m.dir)
	c.Env = os.Environ()
	c.Run()
	if c.ProcessState == nil {
		return 0
	}
	return c.ProcessState.UserTime() + c.ProcessState.SystemTime()
}

func packageName(m *module) string {
	entries, _ := os.ReadDir(filepath.Join(m.root, m.dir))
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		text, _ := os.ReadFile(filepath.Join(m.root, m.dir, entry.Name()))
		for line := range strings.Lines(string(text)) {
			if name, is := strings.CutPrefix(line, "package "); is && !strings.Contains(string(text), "//go:build ignore") {
				return strings.Fields(name)[0]
			}
		}
	}
	return "main"
}
