// Package shelf keeps named texts behind HTTP.
package shelf

import "net/http"

// New gives an empty shelf.
func New() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "not yet", http.StatusNotImplemented)
	})
}
