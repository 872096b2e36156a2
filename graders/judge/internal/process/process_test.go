package process

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
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
	case "headless":
		loseFirstThread()
	case "runs away":
		for range 20 {
			if child, _, _ := syscall.RawSyscall(syscall.SYS_FORK, 0, 0, 0); child == 0 {
				runAway()
			}
		}
	case "leaves headless":
		child := exec.Command(os.Args[0])
		child.Env = []string{"ROLE=headless"}
		child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		child.Start()
		for _, dead := state("/proc/" + strconv.Itoa(child.Process.Pid) + "/status"); !dead; {
			time.Sleep(time.Millisecond)
			_, dead = state("/proc/" + strconv.Itoa(child.Process.Pid) + "/status")
		}
	}
}

// loseFirstThread ends the first thread only; another one goes on and listens to no signal.
func loseFirstThread() {
	signal.Ignore(syscall.SIGQUIT)
	go func() {
		for {
			time.Sleep(time.Second)
		}
	}()
	time.Sleep(50 * time.Millisecond)
	syscall.RawSyscall(syscall.SYS_EXIT, 0, 0, 0)
}

// init keeps the first thread for the main goroutine, where it is to be ended.
func init() {
	if os.Getenv("ROLE") == "headless" {
		runtime.LockOSThread()
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
				s.Wall = time.Second
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

// asStranger runs a role as a user of its own, with no file that it could not read.
func asStranger(t *testing.T, role string) Spec {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can start processes under other users")
	}
	const uid = 71234
	program, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("/tmp", "process")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	s := spec(role)
	s.Path = dir + "/program"
	if err := errors.Join(os.Chmod(dir, 0o755), os.WriteFile(s.Path, program, 0o755)); err != nil {
		t.Fatal(err)
	}
	s.Args, s.Dir = []string{s.Path}, "/"
	s.Attr = &syscall.SysProcAttr{Setsid: true, Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	s.End = EndUser(uid)
	return s
}

func TestAProcessWithoutItsFirstThreadIsEndedByTheClock(t *testing.T) {
	for name, s := range map[string]Spec{"of a user": asStranger(t, "headless"), "of a group": spec("headless")} {
		s.Wall = time.Second // by then it has no first thread
		got, err := Run(s, cgroup.Group{})
		if err != nil || got.Ending != wire.TimedOut || got.Signal != "SIGKILL" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestAProcessWithoutItsFirstThreadIsLeftBehindAndEnded(t *testing.T) {
	s := asStranger(t, "leaves headless")
	got, err := Run(s, cgroup.Group{})
	if err != nil || got.ExitCode != 0 || got.Strays != 1 {
		t.Errorf("%+v, %v, want one stray", got, err)
	}
	if left := living(int(s.Attr.Credential.Uid), 0); len(left) > 0 {
		t.Errorf("%d processes live", len(left))
	}
}

// runAway becomes its own child again and again: whoever looks for a process finds the one before it.
func runAway() {
	for {
		if child, _, errno := syscall.RawSyscall(syscall.SYS_FORK, 0, 0, 0); errno == 0 && child != 0 {
			syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 0, 0, 0)
		}
	}
}

func TestProcessesThatBecomeTheirChildrenAreEnded(t *testing.T) {
	s := asStranger(t, "runs away")
	got, err := Run(s, cgroup.Group{})
	if err != nil || got.Strays == 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if left := living(int(s.Attr.Credential.Uid), 0); len(left) > 0 {
		t.Errorf("%d processes live", len(left))
	}
}
