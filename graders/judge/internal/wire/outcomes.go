package wire

// TestRecord is one ended test or subtest, after all rules were applied. Repeat counts -test.count from 0.
type TestRecord struct {
	Name    string  `json:"name"`
	Verdict string  `json:"verdict"`
	Repeat  int     `json:"repeat"`
	WallMs  float64 `json:"wallMs"`
	Log     string  `json:"log"`
}

// ProcessOutcome says how one process of a run step went.
type ProcessOutcome struct {
	Test      string       `json:"test"`
	Procs     int          `json:"procs"`
	Ending    Ending       `json:"ending"`
	ExitCode  int          `json:"exitCode"`
	Signal    string       `json:"signal"`
	WallMs    float64      `json:"wallMs"`
	CPUMs     float64      `json:"cpuMs"`
	PeakBytes int64        `json:"peakBytes"`
	Strays    int          `json:"strays"`
	Stdout    string       `json:"stdout"`
	Stderr    string       `json:"stderr"`
	Truncated bool         `json:"truncated"`
	Records   []TestRecord `json:"records"`
	Completed bool         `json:"completed"`
	Race      string       `json:"race"`
	Tampering []string     `json:"tampering"`
	// Servant is the student's half of a sealed test.
	Servant *Servant `json:"servant,omitempty"`
	// Programs are what a test from outside has started, in the order of their ends.
	Programs []Program `json:"programs,omitempty"`
}

// Program says how a program went that a test from outside has started, by its package directory. One that its
// test killed, or that was ended with it, has exited with 0. What all of them printed is within the limit of one test.
type Program struct {
	Program string `json:"program"`
	Servant
}

// Servant says how the process with the student's code went while a sealed test ran. One that served until its test
// was over has exited with 0, also when we had to end it then.
type Servant struct {
	Ending    Ending  `json:"ending"`
	ExitCode  int     `json:"exitCode"`
	Signal    string  `json:"signal"`
	WallMs    float64 `json:"wallMs"`
	CPUMs     float64 `json:"cpuMs"`
	PeakBytes int64   `json:"peakBytes"`
	Strays    int     `json:"strays"`
	Stdout    string  `json:"stdout"`
	Stderr    string  `json:"stderr"`
	Truncated bool    `json:"truncated"`
}

// Sample is one half of a pair.
type Sample struct {
	NsPerOp     float64 `json:"nsPerOp"`
	BytesPerOp  float64 `json:"bytesPerOp"`
	AllocsPerOp float64 `json:"allocsPerOp"`
	N           int64   `json:"n"`
	// WallMs and CPUMs are those of the whole process, from the kernel's view.
	WallMs float64 `json:"wallMs"`
	CPUMs  float64 `json:"cpuMs"`
}

// BenchmarkPairs holds equally many samples of both programs; Problem says why there are fewer than asked for, Rounds
// how often they were taken until they were steady enough. Tampering lists contradictions in what the student's
// processes reported, in neutral words.
type BenchmarkPairs struct {
	Benchmark string   `json:"benchmark"`
	Student   []Sample `json:"student"`
	Reference []Sample `json:"reference"`
	Problem   string   `json:"problem"`
	Tampering []string `json:"tampering"`
	Rounds    int      `json:"rounds"`
}

// RunOutcome closes a run step; its processes were sent before.
type RunOutcome struct {
	ID     string            `json:"id"`
	Ending Ending            `json:"ending"`
	Listed []string          `json:"listed"`
	NotRun []string          `json:"notRun"`
	Cause  string            `json:"cause"`
	Files  map[string]string `json:"files"`
	Pairs  []BenchmarkPairs  `json:"pairs"`
}

// NewRunOutcome has no null lists: the worker's types know none.
func NewRunOutcome(id string) RunOutcome {
	return RunOutcome{ID: id, Ending: Exited, Listed: []string{}, NotRun: []string{}, Files: map[string]string{}, Pairs: []BenchmarkPairs{}}
}
