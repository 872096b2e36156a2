// Package words counts words.
package words

// Distinct gives the number of different words of a text.
func Distinct(text string) int {
	return -1
}
