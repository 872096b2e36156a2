// Package tally counts and ranks.
package tally

// Top gives the n names with the highest counts, highest first; equal counts by name.
func Top(counts map[string]int, n int) []string {
	return nil
}

// Median gives the middle of the values, or the mean of the two in the middle; an error when there are none.
func Median(values []float64) (float64, error) {
	return 0, nil
}

// Normalize gives text in lower case, with one space between words and none at the ends.
func Normalize(text string) string {
	return ""
}
