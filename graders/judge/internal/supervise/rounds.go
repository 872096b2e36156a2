package supervise

import (
	"slices"
	"time"

	"pushmark/judge/internal/wire"
)

// noisy is the distance of the quartiles, in relation to the median, above which times are not believed; the check that
// asked (graders/benchmarks) has the same bound.
const noisy = 0.1

// rounds measures one benchmark, again while the machine is too restless for its pairs to say much, as often as the
// step wants and its time allows.
func (h *house) rounds(step wire.RunStep, leaf leaf, deadline time.Time) (wire.BenchmarkPairs, error) {
	return quietest(step.Rounds, deadline, func() (wire.BenchmarkPairs, error) { return h.pairs(step, leaf, deadline) })
}

// quietest takes pairs until they are steady, at most so often, and keeps the round in which the reference's own times
// were closest together: the student's code has no part in those, so no submission can choose its round.
// What contradicted itself in any round stays.
func quietest(most int, deadline time.Time, take func() (wire.BenchmarkPairs, error)) (wire.BenchmarkPairs, error) {
	var best wire.BenchmarkPairs
	var tampering []string
	for round := 1; ; round++ {
		began := time.Now()
		pairs, err := take()
		if err != nil {
			return pairs, err
		}
		tampering = append(tampering, pairs.Tampering...)
		if round == 1 || pairs.Problem == "" && relativeSpread(times(pairs.Reference)) < relativeSpread(times(best.Reference)) {
			best = pairs
		}
		best.Rounds, best.Tampering = round, append([]string{}, tampering...)
		// A round that may not come to its end would only use up the time.
		late := time.Now().Add(2 * time.Since(began)).After(deadline)
		if best.Problem != "" || round >= most || late || steady(best) {
			return best, nil
		}
	}
}

// steady reports whether the ratios of pairs, or at least the reference's own times, are close together.
func steady(pairs wire.BenchmarkPairs) bool {
	ratios := make([]float64, len(pairs.Student))
	for i, student := range pairs.Student {
		ratios[i] = student.NsPerOp / pairs.Reference[i].NsPerOp
	}
	return relativeSpread(ratios) <= noisy || relativeSpread(times(pairs.Reference)) <= noisy
}

func times(samples []wire.Sample) []float64 {
	list := make([]float64, len(samples))
	for i, sample := range samples {
		list[i] = sample.NsPerOp
	}
	return list
}

// relativeSpread is the distance of the quartiles in relation to the median.
func relativeSpread(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / quantile(sorted, 0.5)
}

// quantile interpolates between neighbours.
func quantile(sorted []float64, q float64) float64 {
	at := float64(len(sorted)-1) * q
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (sorted[high]-sorted[low])*(at-float64(low))
}
