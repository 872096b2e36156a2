package generate_test

import (
	"os"
	"os/exec"
	"path/filepath"
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

// studentTimed is student with the CPU time of both builds.
func (m *module) studentTimed(dir string, over map[string][]byte, linked, servant *time.Duration) error {
	laid, err := sealOverlay()
	if err != nil {
		return err
	}
	if err := lay(filepath.Join(dir, "linked"), m.root, nil, over); err != nil {
		return err
	}
	m.linked = filepath.Join(dir, "linked.test")
	start := cpu()
	err = goDo(filepath.Join(dir, "linked"), "test", "-c", "-vet=off", "-ldflags=-s -w", "-o", m.linked, "./"+m.dir)
	*linked = cpu() - start
	if err != nil || len(m.sealedTests()) == 0 {
		return err
	}
	all := map[string][]byte{}
	for _, files := range []map[string][]byte{over, m.result.Servant} {
		for name, text := range files {
			all[name] = text
		}
	}
	var remove []string
	for _, name := range m.result.Remove {
		if strings.HasSuffix(name, "_test.go") {
			remove = append(remove, name)
		}
	}
	if err := lay(filepath.Join(dir, "own"), m.root, remove, all); err != nil {
		return err
	}
	m.servant = filepath.Join(dir, "servant")
	start = cpu()
	err = goDo(filepath.Join(dir, "own"), "build", "-ldflags=-s -w", "-overlay="+laid, "-o", m.servant, m.result.Build)
	*servant = cpu() - start
	return err
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
