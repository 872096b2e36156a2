// Package words counts words.
package words

import "strings"

// Distinct gives the number of different words of a text.
func Distinct(text string) int {
	seen := make(map[string]bool, 1024)
	for word := range strings.FieldsSeq(text) {
		seen[word] = true
	}
	return len(seen)
}
