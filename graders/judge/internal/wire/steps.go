// Package wire is the format between the worker and the judge; graders/steps is its reference. A job arrives as a
// tar stream on standard input, the answer leaves as one on standard output. Both ends are ours: what does not fit is
// our fault and an error, while everything inside trees, programs and outputs is a student's and only data here.
package wire

import (
	"maps"
	"slices"
)

// Ending is how a program ended, from the kernel's view.
type Ending string

// The endings; Skipped: not started, because something it needs is not there.
const (
	Exited       Ending = "exited"
	Signalled    Ending = "signalled"
	TimedOut     Ending = "timed-out"
	OutOfMemory  Ending = "out-of-memory"
	OutputLimit  Ending = "output-limit"
	ProcessLimit Ending = "process-limit"
	Skipped      Ending = "skipped"
)

// Limits of a whole job, in bytes and processes.
type Limits struct {
	MemoryBytes int64 `json:"memoryBytes"`
	Processes   int64 `json:"processes"`
	OutputBytes int64 `json:"outputBytes"`
}

// CompileStep is a `go` command, the judge's gofmt (kind `format`), its source policy (kind `policy`), its generator
// (kind `seal`), its maker of wrong solutions (kind `mutants`) or its reader of benchmarks (kind `hints`).
type CompileStep struct {
	ID        string            `json:"id"`
	Kind      string            `json:"kind"`
	Tree      string            `json:"tree"`
	Args      []string          `json:"args"`
	Env       map[string]string `json:"env"`
	Artifact  bool              `json:"artifact"`
	TimeoutMs int64             `json:"timeoutMs"`
	Requires  []string          `json:"requires"`
	// Dir is the package whose tests are to be sealed, or whose benchmarks are to be read; Given are packages that are the teacher's in every workspace.
	// Wanted are the tests that will be judged sealed; nil where nobody has decided yet.
	Dir    string   `json:"dir"`
	Given  []string `json:"given"`
	Wanted []string `json:"wanted"`
	Policy
}

// CompileOutcome says how one compile step went.
type CompileOutcome struct {
	ID          string        `json:"id"`
	Ending      Ending        `json:"ending"`
	ExitCode    int           `json:"exitCode"`
	Stdout      string        `json:"stdout"`
	Stderr      string        `json:"stderr"`
	Truncated   bool          `json:"truncated"`
	WallMs      float64       `json:"wallMs"`
	CPUMs       float64       `json:"cpuMs"`
	PeakBytes   int64         `json:"peakBytes"`
	Unformatted []Unformatted `json:"unformatted,omitzero"`
	Policy      *PolicyReport `json:"policy,omitempty"`
}

// Unformatted is a file that gofmt would change: the first line that differs, or why it does not parse.
type Unformatted struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	Error string `json:"error,omitempty"`
}

// RunStep is one of kind tests, command or benchmarks; each uses the fields that graders/steps gives it.
type RunStep struct {
	ID          string   `json:"id"`
	Kind        string   `json:"kind"`
	Program     string   `json:"program"`
	Reference   string   `json:"reference"`
	Tree        string   `json:"tree"`
	Dir         string   `json:"dir"`
	Tests       []string `json:"tests"`
	Count       int      `json:"count"`
	Procs       []int    `json:"procs"`
	Race        bool     `json:"race"`
	TestMs      int64    `json:"testMs"`
	HungMs      int64    `json:"hungMs"`
	RunMs       int64    `json:"runMs"`
	Args        []string `json:"args"`
	Collect     []string `json:"collect"`
	Benchmarks  []string `json:"benchmarks"`
	Pairs       int      `json:"pairs"`
	PairMs      int64    `json:"pairMs"`
	Rounds      int      `json:"rounds"`
	TimeoutMs   int64    `json:"timeoutMs"`
	OutputBytes int64    `json:"outputBytes"`
	// Sealed: Program holds the tests without the student's code, which is in a program of its own.
	Sealed *Sealed `json:"sealed,omitempty"`
	// Outside: Program holds the tests without the student's code, which is in programs that they start.
	Outside *Outside `json:"outside,omitempty"`
}

// Sealed names the other half of sealed tests: the program with the student's code, and the tree with its data.
type Sealed struct {
	Servant string `json:"servant"`
	Tree    string `json:"tree"`
}

// Outside names the programs that tests may start, by package directory. One that was not built is missing.
type Outside struct {
	Programs map[string]string `json:"programs"`
}

// Apart reports whether a step's tests are in a process without the student's code.
func (s RunStep) Apart() bool { return s.Sealed != nil || s.Outside != nil }

// Needs are the programs without which a step cannot be carried out.
func (s RunStep) Needs() []string {
	if s.Outside != nil {
		return []string{s.Program}
	}
	return s.Programs()
}

// Trees whose files a step's processes may read.
func (s RunStep) Trees() []string {
	if s.Sealed != nil {
		return []string{s.Tree, s.Sealed.Tree}
	}
	return []string{s.Tree}
}

// Programs that a step starts, by id; its tests' comes first.
func (s RunStep) Programs() []string {
	switch {
	case s.Sealed != nil:
		return []string{s.Program, s.Sealed.Servant}
	case s.Outside != nil:
		return append([]string{s.Program}, slices.Sorted(maps.Values(s.Outside.Programs))...)
	case s.Reference != "":
		return []string{s.Program, s.Reference}
	}
	return []string{s.Program}
}
