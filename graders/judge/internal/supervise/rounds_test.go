package supervise

import (
	"math"
	"slices"
	"testing"
	"time"

	"pushmark/judge/internal/wire"
)

func samples(times ...float64) []wire.Sample {
	list := make([]wire.Sample, len(times))
	for i, ns := range times {
		list[i] = wire.Sample{NsPerOp: ns, N: 1}
	}
	return list
}

func TestTheSpreadIsTheDistanceOfTheQuartilesInRelationToTheMedian(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{nil, 0}, {[]float64{7}, 0}, {[]float64{4, 1, 3, 2, 5}, 2.0 / 3}, {[]float64{1, 2, 3, 4}, 0.6}} {
		if got := relativeSpread(c.values); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("spread of %v: %v, want %v", c.values, got, c.want)
		}
	}
}

func TestPairsAreSteadyWhenTheRatiosAreOrTheMachineIs(t *testing.T) {
	for name, c := range map[string]struct {
		student, reference []wire.Sample
		want               bool
	}{
		"all alike":                        {samples(2, 2, 2, 2), samples(1, 1, 1, 1), true},
		"both waver together":              {samples(2, 4, 6, 8), samples(1, 2, 3, 4), true},
		"only the student wavers":          {samples(1, 5, 2, 9), samples(1, 1, 1, 1), true},
		"the machine wavers, not together": {samples(2, 2, 9, 2), samples(1, 2, 3, 4), false},
	} {
		if got := steady(wire.BenchmarkPairs{Student: c.student, Reference: c.reference}); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// wavering are pairs of a machine that is the more restless the bigger by is.
func wavering(by float64) wire.BenchmarkPairs {
	return wire.BenchmarkPairs{Student: samples(1, 1, 1, 1), Reference: samples(1, 1+by, 1+2*by, 1+3*by)}
}

func TestTheRoundCountsInWhichTheReferenceWasSteadiest(t *testing.T) {
	steadyRound, failed := wavering(0), wavering(0)
	failed.Problem, failed.Tampering = "the benchmark took too long", []string{"it contradicts itself"}
	soon := time.Now()
	for name, c := range map[string]struct {
		most     int
		deadline time.Time
		rounds   []wire.BenchmarkPairs
		count    int
		kept     int
	}{
		"steady at once":            {3, soon.Add(time.Hour), []wire.BenchmarkPairs{steadyRound}, 1, 0},
		"steady in the end":         {3, soon.Add(time.Hour), []wire.BenchmarkPairs{wavering(1), steadyRound}, 2, 1},
		"never steady":              {3, soon.Add(time.Hour), []wire.BenchmarkPairs{wavering(5), wavering(1), wavering(2)}, 3, 1},
		"no second round wanted":    {0, soon.Add(time.Hour), []wire.BenchmarkPairs{wavering(5)}, 1, 0},
		"no time for another one":   {3, soon, []wire.BenchmarkPairs{wavering(5)}, 1, 0},
		"it cannot be measured":     {3, soon.Add(time.Hour), []wire.BenchmarkPairs{failed}, 1, 0},
		"only the second one fails": {2, soon.Add(time.Hour), []wire.BenchmarkPairs{wavering(5), failed}, 2, 0},
	} {
		taken := 0
		got, err := quietest(c.most, c.deadline, func() (wire.BenchmarkPairs, error) {
			taken++
			return c.rounds[taken-1], nil
		})
		want := c.rounds[c.kept]
		if last := c.rounds[taken-1]; !slices.Equal(got.Tampering, last.Tampering) {
			t.Errorf("%s: tampering %q, want %q", name, got.Tampering, last.Tampering)
		}
		if err != nil || taken != c.count || got.Rounds != c.count || got.Problem != want.Problem || !slices.Equal(got.Reference, want.Reference) {
			t.Errorf("%s: %d taken, %+v, %v", name, taken, got, err)
		}
	}
}
