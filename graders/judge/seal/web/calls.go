package web

import (
	"net/http"
	"sync"

	"pushmark/judge/seal"
)

// calls are the funcs behind the proxies of this package.
type calls struct {
	read        func(*body, []byte) (int, error)
	closeBody   func(*body) error
	write       func(*farResponder, http.Header, []byte) (int, error)
	writeHeader func(*farResponder, http.Header, int)
	flush       func(*farResponder, http.Header)
}

var (
	bound calls
	once  sync.Once
)

// bind makes the calls of the one side that a process has.
func bind(s seal.Half) {
	once.Do(func() {
		bound = calls{
			read:        seal.Method[func(*body, []byte) (int, error)](s, "io.ReadCloser", "Read"),
			closeBody:   seal.Method[func(*body) error](s, "io.ReadCloser", "Close"),
			write:       seal.Method[func(*farResponder, http.Header, []byte) (int, error)](s, "web.responder", "Write"),
			writeHeader: seal.Method[func(*farResponder, http.Header, int)](s, "web.responder", "WriteHeader"),
			flush:       seal.Method[func(*farResponder, http.Header)](s, "web.responder", "Flush"),
		}
	})
}

func (b *body) Read(p []byte) (int, error) { return bound.read(b, p) }
func (b *body) Close() error               { return bound.closeBody(b) }

func (f *farResponder) Write(header http.Header, p []byte) (int, error) {
	return bound.write(f, header, p)
}

func (f *farResponder) WriteHeader(header http.Header, status int) {
	bound.writeHeader(f, header, status)
}

func (f *farResponder) Flush(header http.Header) { bound.flush(f, header) }
