package gradebook

// Entry is one student in the ranking of Top.
type Entry struct {
	Name    string
	Scores  []float64
	Average float64
}

// Top returns the n best students by average, the best first.
func (b *Book) Top(n int) []Entry {
	return nil
}

// Histogram counts the students whose average lies in each of bins equal parts of the scale from 0 to 100.
func (b *Book) Histogram(bins int) []int {
	return nil
}
