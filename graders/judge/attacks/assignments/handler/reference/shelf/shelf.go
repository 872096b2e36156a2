// Package shelf keeps named texts behind HTTP.
package shelf

import (
	"io"
	"net/http"
	"sync"
)

// New gives an empty shelf.
func New() http.Handler {
	var mu sync.Mutex
	items := map[string][]byte{}
	mux := http.NewServeMux()
	mux.HandleFunc("PUT /items/{name}", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		items[r.PathValue("name")] = body
		w.WriteHeader(http.StatusCreated)
	})
	mux.HandleFunc("GET /items/{name}", func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		body, found := items[r.PathValue("name")]
		mu.Unlock()
		if !found {
			http.NotFound(w, r)
			return
		}
		w.Write(body)
	})
	return mux
}
