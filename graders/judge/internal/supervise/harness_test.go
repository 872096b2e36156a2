package supervise

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"pushmark/judge/internal/overlay"
	"pushmark/judge/internal/wire"
)

const (
	stepID     = "00000000000000aa"
	programID  = "00000000000000bb"
	otherID    = "00000000000000cc"
	missingID  = "00000000000000dd"
	testOutput = 64 << 10
	kitDir     = "../../../kit"
)

// workshop is what all tests of this package share: the judge as a program and the recording testing package.
var workshop = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "judge")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return "", err
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", err
	}
	for _, kit := range []string{"", kitDir} {
		if _, err := overlay.Write(strings.TrimSpace(string(root)), filepath.Join(dir, "overlay"+filepath.Base(kit)), kit); err != nil {
			return "", err
		}
	}
	build := exec.Command("go", "build", "-o", dir+"/", "pushmark/judge/cmd/judge", "pushmark/judge/cmd/enter")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Stderr = os.Stderr
	return dir, build.Run()
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := workshop(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

func shop(t *testing.T) string {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can start processes under other users")
	}
	dir, err := workshop()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// built holds test programs by sample and flags: many tests use the same.
var built = map[string][]byte{}

// build makes the test program of a sample module, or its command.
func build(t *testing.T, sample string, flags ...string) []byte {
	t.Helper()
	key := sample + strings.Join(flags, " ")
	if program, ok := built[key]; ok {
		return program
	}
	out := filepath.Join(t.TempDir(), "program")
	args := append([]string{"test", "-c", "-vet=off", "-overlay", filepath.Join(shop(t), overlayFor(sample), "overlay.json"), "-o", out}, flags...)
	if isCommand(sample) {
		args = append([]string{"build", "-o", out}, flags...)
	}
	command := exec.Command("go", args...)
	command.Dir = filepath.Join("testdata", sample)
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=-mod=mod")
	if len(flags) > 0 && flags[0] == "-race" {
		command.Env = append(command.Env, "CGO_ENABLED=1")
	}
	if text, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	program, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	built[key] = program
	return program
}

// isCommand reports whether a sample is a program, without tests.
func isCommand(sample string) bool {
	return slices.Contains([]string{"commands", "works-at-its-desk", "sealed-servant", "outside-program", kitSample, readsItself}, sample)
}

// overlayFor is the one with the kit, except for the kit itself.
func overlayFor(sample string) string {
	if sample == kitTests {
		return "overlay."
	}
	return "overlaykit"
}

// answer is what came back from a job with one step.
type answer struct {
	processes []wire.ProcessOutcome
	outcome   wire.RunOutcome
	raw       string
}

// only is the process of a step that has one.
func (a answer) only(t *testing.T) wire.ProcessOutcome {
	t.Helper()
	if len(a.processes) != 1 {
		t.Fatalf("%d processes: %s", len(a.processes), a.raw)
	}
	return a.processes[0]
}

// carryOut sends a job with one step and the programs through the supervisor.
func carryOut(t *testing.T, step wire.RunStep, programs map[string][]byte) answer {
	t.Helper()
	got, err := try(t, step, programs)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func try(t *testing.T, step wire.RunStep, programs map[string][]byte) (answer, error) {
	t.Helper()
	self := filepath.Join(shop(t), "judge")
	base, err := os.MkdirTemp("", "house")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(base) })
	work, temp := filepath.Join(base, "w"), filepath.Join(base, "tmp")
	for dir, mode := range map[string]os.FileMode{base: 0o755, work: 0o755, temp: 0o777 | os.ModeSticky} {
		os.Mkdir(dir, 0o755)
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	err = Run(pack(t, step, programs), &out, Place{Self: self, Enter: filepath.Join(filepath.Dir(self), "enter"), Work: work, Temp: temp, FirstUID: 70000, TrustedUID: 69999})
	if left, _ := os.ReadDir(temp); err == nil && len(left) > 0 {
		t.Errorf("%s was left behind", left[0].Name())
	}
	return unpackAnswer(t, &out), err
}

func pack(t *testing.T, step wire.RunStep, programs map[string][]byte) io.Reader {
	t.Helper()
	job, err := json.Marshal(wire.Job[wire.RunStep]{Version: 1, Mode: "run", Seed: "5eed", Canaries: planted, Steps: []wire.RunStep{step}})
	if err != nil {
		t.Fatal(err)
	}
	var in bytes.Buffer
	stream := tar.NewWriter(&in)
	entry := func(name string, content []byte) {
		if err := stream.WriteHeader(&tar.Header{Name: name, Size: int64(len(content)), Mode: 0o644, Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		stream.Write(content)
	}
	entry("job.json", job)
	for id, program := range programs {
		entry("programs/"+id, program)
	}
	if step.Apart() {
		entry("trees/"+step.Tree+"/testdata/golden.txt", []byte("canary"))
	}
	entry("trees/"+data(step)+"/testdata/greeting.txt", []byte("hello"))
	if err := stream.Close(); err != nil {
		t.Fatal(err)
	}
	return &in
}

// data is the tree that students' processes may read.
func data(step wire.RunStep) string {
	if step.Sealed != nil {
		return step.Sealed.Tree
	}
	return step.Tree
}

func unpackAnswer(t *testing.T, out io.Reader) answer {
	t.Helper()
	var got answer
	stream := tar.NewReader(out)
	for {
		header, err := stream.Next()
		if err != nil {
			return got
		}
		text, _ := io.ReadAll(stream)
		got.raw += header.Name + " " + string(text) + "\n"
		switch {
		case strings.HasPrefix(header.Name, "processes/"+stepID+"/"):
			var one wire.ProcessOutcome
			err = json.Unmarshal(text, &one)
			got.processes = append(got.processes, one)
		case header.Name == "steps/"+stepID+".json":
			err = json.Unmarshal(text, &got.outcome)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// testsStep runs the named tests of programID.
func testsStep(tests ...string) wire.RunStep {
	return wire.RunStep{ID: stepID, Kind: "tests", Program: programID, Tree: "judged", Dir: ".", Tests: tests, Count: 1,
		Procs: []int{0}, TestMs: 10_000, RunMs: 60_000, OutputBytes: testOutput}
}

// only runs one test of a sample and gives its process.
func only(t *testing.T, sample, test string, flags ...string) wire.ProcessOutcome {
	t.Helper()
	step := testsStep(test)
	step.Race = len(flags) > 0 && flags[0] == "-race"
	return carryOut(t, step, map[string][]byte{programID: build(t, sample, flags...)}).only(t)
}

// verdicts maps each record's name to its verdict.
func verdicts(one wire.ProcessOutcome) map[string]string {
	all := map[string]string{}
	for _, record := range one.Records {
		all[record.Name] = record.Verdict
	}
	return all
}
