// Package tally counts and ranks.
package tally

import (
	"cmp"
	"errors"
	"slices"
	"strings"
)

// Top gives the n names with the highest counts, highest first; equal counts by name.
func Top(counts map[string]int, n int) []string {
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	return names[:min(n, len(names))]
}

// Median gives the middle of the values, or the mean of the two in the middle; an error when there are none.
func Median(values []float64) (float64, error) {
	if len(values) == 0 {
		return 0, errors.New("no values")
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle], nil
	}
	return (sorted[middle-1] + sorted[middle]) / 2, nil
}

// Normalize gives text in lower case, with one space between words and none at the ends.
func Normalize(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(text), " "))
}
