package supervise

import (
	"fmt"
	"time"

	"pushmark/judge/internal/wire"
)

// benchmarks measures the same benchmarks of two programs in interleaved pairs, ABBAAB…, so that whatever else the
// machine does falls on both alike. The number of iterations of a half is found once, with the reference.
func (h *house) benchmarks(step wire.RunStep) (wire.RunOutcome, error) {
	outcome := wire.NewRunOutcome(step.ID)
	deadline := time.Now().Add(milliseconds(step.TimeoutMs))
	for _, name := range step.Benchmarks {
		leaves, problem, err := h.calibrate(step, name, deadline)
		if err != nil {
			return outcome, err
		}
		if problem != "" {
			outcome.Pairs = append(outcome.Pairs, unmeasured(name, "the reference: "+problem))
		}
		for _, leaf := range leaves {
			pairs, err := h.rounds(step, leaf, deadline)
			if err != nil {
				return outcome, err
			}
			outcome.Pairs = append(outcome.Pairs, pairs)
		}
	}
	if !time.Now().Before(deadline) {
		outcome.Ending = wire.TimedOut
		outcome.Cause = fmt.Sprintf("the time for all benchmarks together (%v) was used up", milliseconds(step.TimeoutMs))
	}
	return outcome, nil
}

// leaf is a benchmark without sub-benchmarks and how often it runs in one half.
type leaf struct {
	name string
	n    int64
}

func unmeasured(name, problem string) wire.BenchmarkPairs {
	return wire.BenchmarkPairs{Benchmark: name, Student: []wire.Sample{}, Reference: []wire.Sample{}, Problem: problem, Tampering: []string{}}
}

// calibrate runs a benchmark of the reference by time and derives the iterations that take about pairMs.
func (h *house) calibrate(step wire.RunStep, name string, deadline time.Time) ([]leaf, string, error) {
	goal := milliseconds(step.PairMs)
	found, err := h.measure(step, step.Reference, name, goal.String(), deadline)
	if err != nil || found.problem != "" {
		return nil, found.problem, err
	}
	leaves := make([]leaf, 0, len(found.results))
	for _, result := range found.results {
		n := max(1, int64(float64(result.N)*float64(goal)/float64(max(1, result.Ns))))
		leaves = append(leaves, leaf{result.Name, n})
	}
	return leaves, "", nil
}

// pairs takes the pairs of one benchmark. The first half that fails ends it; complete pairs are kept.
func (h *house) pairs(step wire.RunStep, leaf leaf, deadline time.Time) (wire.BenchmarkPairs, error) {
	pairs := unmeasured(leaf.name, "")
	for i := range step.Pairs {
		var reference, student wire.Sample
		halves := []half{{step.Reference, "the reference: ", &reference}, {step.Program, "", &student}}
		if i%2 == 1 {
			halves[0], halves[1] = halves[1], halves[0]
		}
		for _, half := range halves {
			found, err := h.half(step, half, leaf, deadline)
			if err != nil {
				return pairs, err
			}
			if found.problem != "" {
				pairs.Problem = half.whose + found.problem
				if half.whose == "" {
					pairs.Tampering = append(pairs.Tampering, found.tampering...)
				}
				return pairs, nil
			}
		}
		pairs.Student = append(pairs.Student, student)
		pairs.Reference = append(pairs.Reference, reference)
	}
	return pairs, nil
}

// half is one of the two measurements of a pair; whose stands in front of its problems.
type half struct {
	program, whose string
	sample         *wire.Sample
}

// half measures one benchmark of one program once, with the given number of iterations.
func (h *house) half(step wire.RunStep, half half, leaf leaf, deadline time.Time) (measured, error) {
	found, err := h.measure(step, half.program, leaf.name, fmt.Sprintf("%dx", leaf.n), deadline)
	if err != nil || found.problem != "" {
		return found, err
	}
	for _, result := range found.results {
		if result.Name == leaf.name && result.N == leaf.n {
			n := float64(result.N)
			*half.sample = wire.Sample{NsPerOp: float64(result.Ns) / n, BytesPerOp: float64(result.Bytes) / n,
				AllocsPerOp: float64(result.Allocs) / n, N: result.N, WallMs: wire.Millis(found.wall), CPUMs: wire.Millis(found.cpu)}
			return found, nil
		}
	}
	return measured{problem: "the benchmark did not run its iterations"}, nil
}
