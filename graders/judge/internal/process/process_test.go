package process

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"pushmark/judge/internal/cgroup"
	"pushmark/judge/internal/wire"
)

// This test program is its own sample: as a child it does what ROLE says.
func TestMain(m *testing.M) {
	switch os.Getenv("ROLE") {
	case "":
		os.Exit(m.Run())
	case "exits":
		os.Stdout.WriteString("out")
		os.Stderr.WriteString("err")
		os.Exit(3)
	case "aborts":
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
	case "sleeps":
		time.Sleep(time.Minute)
	case "floods":
		for {
			os.Stdout.WriteString(strings.Repeat("x", 1000))
		}
	case "works":
		for used := (syscall.Rusage{}); used.Utime.Nano() < int64(100*time.Millisecond); {
			syscall.Getrusage(syscall.RUSAGE_SELF, &used)
		}
	case "leaves":
		child := exec.Command(os.Args[0])
		child.Env = []string{"ROLE=sleeps"}
		child.Stdout = os.Stdout
		child.Start()
	}
}

func spec(role string) Spec {
	return Spec{Path: os.Args[0], Args: os.Args[:1], Env: []string{"ROLE=" + role}, Wall: 10 * time.Second, OutputBytes: 10_000,
		Attr: &syscall.SysProcAttr{Setpgid: true}, End: EndGroup}
}

func TestAnEndIsToldAsTheKernelSeesIt(t *testing.T) {
	for role, want := range map[string]Result{
		"exits":  {Ending: wire.Exited, ExitCode: 3, Stdout: []byte("out"), Stderr: []byte("err")},
		"aborts": {Ending: wire.Signalled, ExitCode: -1, Signal: "SIGKILL"},
		"sleeps": {Ending: wire.TimedOut, ExitCode: 2},
		"floods": {Ending: wire.OutputLimit, ExitCode: -1, Signal: "SIGKILL", Truncated: true},
		"works":  {Ending: wire.Exited},
		"leaves": {Ending: wire.Exited},
	} {
		t.Run(role, func(t *testing.T) {
			s := spec(role)
			if role == "sleeps" {
				s.Wall = 200 * time.Millisecond
			}
			got, err := Run(s, cgroup.Group{})
			if err != nil {
				t.Fatal(err)
			}
			if got.Ending != want.Ending || got.ExitCode != want.ExitCode || got.Signal != want.Signal || got.Truncated != want.Truncated {
				t.Errorf("%+v, want %+v", got, want)
			}
			if want.Stdout != nil && (string(got.Stdout) != string(want.Stdout) || string(got.Stderr) != string(want.Stderr)) {
				t.Errorf("output %q, %q", got.Stdout, got.Stderr)
			}
			if len(got.Stdout)+len(got.Stderr) > 10_000 || got.PeakBytes == 0 || got.Wall <= 0 {
				t.Errorf("%d bytes of output, peak %d, wall %v", len(got.Stdout), got.PeakBytes, got.Wall)
			}
			if role == "works" && got.CPU < 100*time.Millisecond {
				t.Errorf("cpu %v", got.CPU)
			}
		})
	}
}

func TestAClosedStopEndsAProcess(t *testing.T) {
	s, stop := spec("sleeps"), make(chan struct{})
	close(stop)
	s.Stop = stop
	got, err := Run(s, cgroup.Group{})
	if err != nil || got.Ending != wire.OutputLimit || got.Wall > 5*time.Second {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAProgramThatIsNotThereIsOurFault(t *testing.T) {
	s := spec("exits")
	s.Path = "/nowhere/program"
	if _, err := Run(s, cgroup.Group{}); err == nil {
		t.Error("no error")
	}
}

func TestTheReasonThatExplainsMostIsTheEnding(t *testing.T) {
	oom, refused := cgroup.Counters{OOMKills: 1}, cgroup.Counters{Refused: 1}
	for _, c := range []struct {
		why             cut
		zero, signalled bool
		counted         cgroup.Counters
		want            wire.Ending
	}{
		{notCut, true, false, cgroup.Counters{}, wire.Exited},
		{notCut, false, false, cgroup.Counters{}, wire.Exited},
		{notCut, false, true, cgroup.Counters{}, wire.Signalled},
		{notCut, true, false, oom, wire.Exited},
		{notCut, true, false, refused, wire.Exited},
		{notCut, false, true, oom, wire.OutOfMemory},
		{notCut, false, false, oom, wire.OutOfMemory},
		{notCut, false, false, refused, wire.ProcessLimit},
		{byClock, false, true, refused, wire.ProcessLimit},
		{byClock, true, false, cgroup.Counters{}, wire.TimedOut},
		{byClock, false, true, cgroup.Counters{}, wire.TimedOut},
		{byOutput, false, true, cgroup.Counters{}, wire.OutputLimit},
		{byOutput, true, false, cgroup.Counters{}, wire.OutputLimit},
		{byOutput, false, true, refused, wire.ProcessLimit},
	} {
		if got := ending(c.why, c.zero, c.signalled, c.counted); got != c.want {
			t.Errorf("ending(%v, %t, %t, %+v) = %s, want %s", c.why, c.zero, c.signalled, c.counted, got, c.want)
		}
	}
}

func TestWhatSomebodyElseReapedIsOver(t *testing.T) {
	s := spec("exits")
	s.Started = func(child *os.Process) {
		if _, err := syscall.Wait4(child.Pid, nil, 0, nil); err != nil {
			t.Error(err)
		}
	}
	result, err := Run(s, cgroup.Group{})
	if err != nil || result.Ending == wire.Exited || string(result.Stdout) != "out" {
		t.Errorf("Run = %+v, %v, want what it printed and no orderly end", result, err)
	}
}
