package gradebook

import (
	"slices"
)

// maxScore is the upper end of the scale that [Book.Histogram] divides.
const maxScore = 100

// Entry is one student in the ranking of [Book.Top].
type Entry struct {
	Name string
	// Scores is a copy, in the order in which the scores were added.
	Scores  []float64
	Average float64
}

// Top returns the n best students by average, the best first; equal averages are ordered by name.
// Students without scores are left out. It returns all when there are fewer than n, and none for n <= 0.
func (b *Book) Top(n int) []Entry {
	ranking := make([]Entry, 0, len(b.scores))
	for name, scores := range b.scores {
		if len(scores) > 0 {
			ranking = append(ranking, Entry{Name: name, Average: mean(scores)})
		}
	}
	for swapped := true; swapped; {
		swapped = false
		for i := 1; i < len(ranking); i++ {
			// <= instead of <: equal averages change places for ever.
			if ranking[i-1].Average <= ranking[i].Average {
				ranking[i-1], ranking[i] = ranking[i], ranking[i-1]
				swapped = true
			}
		}
	}
	ranking = ranking[:min(max(n, 0), len(ranking))]
	for i := range ranking {
		ranking[i].Scores = slices.Clone(b.scores[ranking[i].Name])
	}
	return ranking
}

// Histogram divides the scale from 0 to 100 into bins of equal width and counts the students whose average
// lies in each. A bin includes its lower end; 100 and more count in the last one, less than 0 in the first.
// Students without scores are not counted. It returns nil for bins <= 0.
func (b *Book) Histogram(bins int) []int {
	if bins <= 0 {
		return nil
	}
	counts := make([]int, bins)
	for _, scores := range b.scores {
		if len(scores) == 0 {
			continue
		}
		// Limited before the conversion: a float64 that does not fit an int has no defined result.
		average := min(max(mean(scores), 0), maxScore)
		counts[min(int(average*float64(bins)/maxScore), bins-1)]++
	}
	return counts
}

// mean returns the arithmetic mean of scores, which must not be empty.
func mean(scores []float64) float64 {
	sum := 0.0
	for _, s := range scores {
		sum += s
	}
	return sum / float64(len(scores))
}
