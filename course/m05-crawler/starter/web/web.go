// Package web is a small web in memory, to try a crawler on.
package web

import (
	"errors"
	"fmt"
)

// ErrNotFound is the error for a page that the web does not have.
var ErrNotFound = errors.New("page not found")

// Web holds the links of every page, by its address.
type Web map[string][]string

// Fetch returns the links of a page. It may be called by several goroutines at once.
func (w Web) Fetch(url string) ([]string, error) {
	links, ok := w[url]
	if !ok {
		return nil, fmt.Errorf("%w: %s", ErrNotFound, url)
	}
	return append([]string(nil), links...), nil
}
