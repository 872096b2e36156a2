package generate_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// ran is how a process, or a pair, ended.
type ran struct {
	code   int
	output string
	cpu    time.Duration
	// servant: how the student's process ended.
	servant       int
	servantOutput string
}

// passed is the supervisor's rule: the test has ended well, and the student's process ends well or with it.
func (r ran) passed() bool { return r.code == 0 && r.servant <= 0 }

func (m *module) runLinked(test string, env ...string) ran {
	return finish(m.start(m.linked, test, env))
}

func (m *module) start(program, test string, env []string) (*exec.Cmd, *bytes.Buffer, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	c := exec.CommandContext(ctx, program, "-test.run=^"+test+"$", "-test.timeout=20s", "-test.count=1")
	c.Dir = filepath.Join(m.root, m.dir)
	c.Env = append(os.Environ(), env...)
	var output bytes.Buffer
	c.Stdout, c.Stderr = &output, &output
	return c, &output, cancel
}

func finish(c *exec.Cmd, output *bytes.Buffer, cancel context.CancelFunc) ran {
	defer cancel()
	c.Run()
	return ended(c, output)
}

func ended(c *exec.Cmd, output *bytes.Buffer) ran {
	if c.ProcessState == nil {
		return ran{code: -2, output: output.String()}
	}
	return ran{code: c.ProcessState.ExitCode(), output: output.String(),
		cpu: c.ProcessState.UserTime() + c.ProcessState.SystemTime()}
}

// runSealed runs one test against the servant.
func (m *module) runSealed(test string, env ...string) ran {
	fromTests, toServant, _ := os.Pipe()
	fromServant, toTests, _ := os.Pipe()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	servant := exec.CommandContext(ctx, m.servant)
	var said bytes.Buffer
	servant.Stdout, servant.Stderr = &said, &said
	servant.Env = append(os.Environ(), append(env, "PUSHMARK_SERVANT=3,4")...)
	servant.ExtraFiles = []*os.File{fromTests, toTests}
	servant.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := servant.Start(); err != nil {
		return ran{code: -2, output: err.Error()}
	}
	fromTests.Close()
	toTests.Close()
	c, output, stop := m.start(m.sealed, test, append(env, "PUSHMARK_SEALED=3,4"))
	c.ExtraFiles = []*os.File{fromServant, toServant}
	err := c.Start()
	fromServant.Close()
	toServant.Close()
	if err != nil {
		stop()
		return ran{code: -2, output: err.Error()}
	}
	c.Wait()
	stop()
	r := ended(c, output)
	timer := time.AfterFunc(2*time.Second, func() { servant.Process.Kill() })
	servant.Wait()
	timer.Stop()
	r.servant, r.servantOutput = servant.ProcessState.ExitCode(), said.String()
	r.cpu += servant.ProcessState.UserTime() + servant.ProcessState.SystemTime()
	return r
}

// sealedTests are the names of the tests that are sealed.
func (m *module) sealedTests() []string {
	var names []string
	for _, d := range m.result.Decisions {
		if d.Way == "sealed" {
			names = append(names, d.Test)
		}
	}
	return names
}

// compare runs every sealed test both ways and reports where the verdicts differ.
func (m *module) compare(t *testing.T) (passed int) {
	t.Helper()
	for _, test := range m.sealedTests() {
		linked, sealed := m.runLinked(test), m.runSealed(test)
		if linked.passed() != sealed.passed() {
			t.Errorf("%s: linked %d, sealed %d (servant %d)\nlinked:\n%s\nsealed:\n%s\nservant:\n%s", test, linked.code,
				sealed.code, sealed.servant, linked.output, sealed.output, sealed.servantOutput)
		}
		if linked.code == 0 {
			passed++
		}
	}
	return passed
}
