package generate_test

import (
	"strings"
	"testing"
	"time"
)

const hostileHead = "package p\n\nimport (\n\t\"errors\"\n\t\"os\"\n\t\"syscall\"\n\t\"time\"\n)\n\n" +
	"var _ = os.Exit\nvar _ = syscall.Write\nvar _ = time.Sleep\nvar ErrX = errors.New(\"x\")\n"

const hostileTests = `package p_test

import (
	"testing"

	"m/p"
)

var known = p.ErrX

func TestPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	p.Bad()
}

func TestAdds(t *testing.T) {
	if p.Add(2, 3) != 5 || known != p.ErrX {
		t.Error("sum")
	}
	if p.Add(2, 3) != 5 {
		t.Error("sum")
	}
}
`

// hostile are packages of students; ends is the exit code of the tests' process, 0 for "any but 0".
var hostile = []struct {
	name, body string
	ends       int
	within     time.Duration // generously: a machine may be busy
}{
	{"writes garbage to the pipe", "func init() { syscall.Write(4, []byte(\"--- PASS: TestAdds\\n\")) }\nfunc Add(a, b int) int { return 5 }", 87, 20 * time.Second},
	{"answers by itself", "func Add(a, b int) int { syscall.Write(4, []byte{5, 0, 0, 0, 2, 1, 0, 0, 10}); time.Sleep(time.Second); return 0 }", 87, 20 * time.Second},
	{"ends while it is initialised", "func init() { os.Exit(0) }\nfunc Add(a, b int) int { return 5 }", 86, 20 * time.Second},
	{"is silent while it is initialised", "func init() { time.Sleep(time.Hour) }\nfunc Add(a, b int) int { return 5 }", 86, 32 * time.Second},
	{"is silent in a call", "func Add(a, b int) int { time.Sleep(time.Hour); return 5 }", 88, 24 * time.Second},
	{"closes the pipe", "func Add(a, b int) int { syscall.Close(4); return 5 }", 86, 20 * time.Second},
	{"ends with status 0", "func Add(a, b int) int { os.Exit(0); return 5 }", 86, 20 * time.Second},
	{"ends after the first call", "func Add(a, b int) int { go func() { time.Sleep(time.Millisecond); os.Exit(0) }(); time.Sleep(20 * time.Millisecond); return 5 }", 86, 20 * time.Second},
	{"takes the requests away", "func init() { go func() { b := make([]byte, 100); for { syscall.Read(3, b) } }() }\nfunc Add(a, b int) int { return 0 }", 0, 40 * time.Second},
}

func TestHostilePackagesFailTheirTestsInTime(t *testing.T) {
	out := t.TempDir()
	reference := hostileHead + "func Add(a, b int) int { return a + b }\nfunc Bad() { panic(\"bad\") }\n"
	m := onePackage(t, reference, hostileTests)
	if err := m.build(out); err != nil {
		t.Fatal(err)
	}
	for _, c := range hostile {
		t.Run(c.name, func(t *testing.T) {
			text := hostileHead + c.body + "\nfunc Bad() { os.Exit(0) }\n"
			if err := m.servantOnly(t.TempDir(), map[string][]byte{"p/p.go": []byte(text)}); err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			run := m.runSealed("TestAdds", "PUSHMARK_SEALED_LIMIT=6s")
			if run.code == 0 || c.ends != 0 && run.code != c.ends || time.Since(start) > c.within {
				t.Errorf("ended with %d after %v, want %d within %v\n%s", run.code, time.Since(start), c.ends, c.within, run.output)
			}
			if c.ends > 2 && !strings.Contains(run.output, "pushmark: sealed: ") {
				t.Errorf("no reason: %q", run.output)
			}
			if strings.Contains(c.body, "init()") {
				return
			}
			// The end of the process is not the panic that a test waits for.
			if run := m.runSealed("TestPanics"); run.code != 86 {
				t.Errorf("TestPanics ended with %d\n%s", run.code, run.output)
			}
		})
	}
}
