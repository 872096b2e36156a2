// Package gradebook keeps the scores of a class and answers questions about them.
package gradebook

import (
	"errors"
	"fmt"
	"slices"
)

var (
	// ErrUnknown is the error for a student who is not in the book.
	ErrUnknown = errors.New("unknown student")
	// ErrNoScores is the error for a student who is in the book but has no scores yet.
	ErrNoScores = errors.New("no scores")
)

// Book holds the scores of every student, in the order in which they were added.
// It is made by [New] and is not safe for use by several goroutines at once.
type Book struct {
	scores map[string][]float64
}

// New returns an empty book.
func New() *Book {
	return &Book{}
}

// Add puts scores behind those that the student already has. A new name makes a new student,
// even without scores. The book keeps no reference to the caller's slice.
func (b Book) Add(name string, scores ...float64) {
	if b.scores == nil {
		b.scores = make(map[string][]float64)
	}
	// append to the nil slice of a new student copies, and later appends go to the book's own array.
	b.scores[name] = append(b.scores[name], scores...)
}

// Average returns the arithmetic mean of the student's scores. The error is [ErrUnknown] or
// [ErrNoScores], with the name, and the mean is then 0.
func (b *Book) Average(name string) (float64, error) {
	scores, ok := b.scores[name]
	if !ok {
		return 0, fmt.Errorf("%w: %q", ErrUnknown, name)
	}
	if len(scores) == 0 {
		return 0, fmt.Errorf("%w: %q", ErrNoScores, name)
	}
	return mean(scores), nil
}

// Curve replaces every score s of every student by f(s). It calls f once for each score.
func (b *Book) Curve(f func(float64) float64) {
	for _, scores := range b.scores {
		for i, s := range scores {
			scores[i] = f(s)
		}
	}
}

// Remove deletes a student with all scores and reports whether the student was in the book.
func (b *Book) Remove(name string) bool {
	_, ok := b.scores[name]
	delete(b.scores, name)
	return ok
}

// names returns all students in the order of their names.
func (b *Book) names() []string {
	names := make([]string, 0, len(b.scores))
	for name := range b.scores {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
