package gradebook

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
	return nil
}

// Histogram divides the scale from 0 to 100 into bins of equal width and counts the students whose average
// lies in each. A bin includes its lower end; 100 and more count in the last one, less than 0 in the first.
// Students without scores are not counted. It returns nil for bins <= 0.
func (b *Book) Histogram(bins int) []int {
	return make([]int, max(bins, 0))
}

// mean returns the arithmetic mean of scores, which must not be empty.
func mean(scores []float64) float64 {
	sum := 0.0
	for _, s := range scores {
		sum += s
	}
	return sum / float64(len(scores))
}
