package supervise

import (
	"regexp"
	"strings"
	"time"

	"pushmark/judge/internal/record"
	"pushmark/judge/internal/wire"
)

// halfFactor: a half that takes so many times what it should is ended; ratios beyond are all the same.
const halfFactor = 100

// benchmarkOutput caps what a benchmark prints, in bytes.
const benchmarkOutput = 64 << 10

// measured is what one process of a benchmark recorded.
type measured struct {
	results []record.Event
	// problem says in words why there is nothing that counts.
	problem string
	// tampering lists what contradicts itself; then there is a problem too.
	tampering []string
	// wall and cpu are those of the whole process, seen from outside.
	wall, cpu time.Duration
}

// measure runs one process of one benchmark (with its sub-benchmarks, unless the name leads to one). Printed lines
// count for nothing.
func (h *house) measure(step wire.RunStep, program, name, benchtime string, deadline time.Time) (measured, error) {
	wall := min(5*time.Second+halfFactor*milliseconds(step.PairMs), time.Until(deadline))
	if wall <= 0 {
		return measured{problem: "the time for all benchmarks together was used up"}, nil
	}
	v, err := h.visit(visit{
		program: program,
		args: func(string) []string {
			return []string{"-test.run", "^$", "-test.bench", pattern(name), "-test.benchtime", benchtime, "-test.benchmem",
				"-test.paniconexit0", "-test.count", "1"}
		},
		dir:      h.folder(step, step.Tree),
		wall:     wall,
		output:   benchmarkOutput,
		recorded: true,
	})
	if err != nil {
		return measured{}, err
	}
	results := record.Of(v.events, "benchmark")
	if words := contradictions(v); len(words) > 0 {
		return measured{problem: words[0], tampering: words}, nil
	}
	return measured{results: results, problem: trouble(v, results), wall: v.Wall, cpu: v.CPU}, nil
}

// contradictions are what the records of a benchmark and the end of its process say against each other.
func contradictions(v visited) []string {
	words := v.contradictions
	code, completed := record.Completion(v.events)
	zero := v.Ending == wire.Exited && v.ExitCode == 0
	if zero && !completed {
		words = append(words, "the process ended with status 0 before the benchmark had reported its end")
	}
	if zero && completed && code != 0 {
		words = append(words, "the process ended with status 0 although its benchmark had reported a failure")
	}
	if len(record.Of(v.events, "test"))+len(record.Of(v.events, "listed")) > 0 {
		words = append(words, "a result was reported for a test that was not asked for")
	}
	if v.Strays > 0 {
		words = append(words, record.Stayed)
	}
	return words
}

// pattern matches exactly one benchmark, by each part of its name.
func pattern(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = "^" + regexp.QuoteMeta(part) + "$"
	}
	return strings.Join(parts, "/")
}

// trouble says in words why a process measured nothing that counts; "" when all is well.
func trouble(v visited, results []record.Event) string {
	code, _ := record.Completion(v.events)
	zero := v.Ending == wire.Exited && v.ExitCode == 0
	switch {
	case v.Ending == wire.TimedOut:
		return "the benchmark took too long"
	case v.Ending == wire.OutOfMemory:
		return "the benchmark needed more memory than there is"
	case v.Ending == wire.ProcessLimit, v.Ending == wire.OutputLimit, v.Ending == wire.Signalled:
		return strings.TrimSpace("the benchmark ended early: " + string(v.Ending) + " " + v.Signal)
	}
	for _, result := range results {
		if result.Status == "skip" {
			return "the benchmark skipped itself: " + firstLine(wire.Text([]byte(result.Log)))
		}
		if result.Status != "pass" {
			return "the benchmark failed: " + firstLine(wire.Text([]byte(result.Log)))
		}
	}
	if !zero || code != 0 {
		return "the benchmark ended with an error: " + firstLine(wire.Text(v.Stderr))
	}
	if len(results) == 0 {
		return "there is no such benchmark"
	}
	return ""
}
