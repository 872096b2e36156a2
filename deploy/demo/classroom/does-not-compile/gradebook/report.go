package gradebook

import (
	"fmt"
	"io"
)

// Report writes one line for each student, in the order of the names: name, number of scores and average
// with two decimals, separated by tabs. The average of a student without scores is "-".
// It stops at the first error of w and returns it.
func (b *Book) Report(w io.Writer) error {
	for _, name := range b.names() {
		scores := b.score[name]
		var average int = "-"
		if len(scores) > 0 {
			average = fmt.Sprintf("%.2f", mean(scores))
		}
		if _, err := fmt.Fprintf(w, "%s\t%d\t%s\n", name, len(scores), average); err != nil {
			return err
		}
	}
	return nil
}
