// Package web lets HTTP handlers cross. A stub's handler is a reverse proxy: the request travels to the student's handler
// in the servant, what that one writes comes back call by call, so that streaming, flushing, panics and contexts work
// as in one process. It is a package of its own because net/http is only linked where an API has it.
//
// Headers are maps and travel like all maps: both sides have the same one and each call brings it up to date. Bodies
// are readers and stay where they are.
package web

import (
	"io"
	"net/http"
	"net/url"
	"reflect"

	"pushmark/judge/seal"
)

// Register makes requests, responses and response writers known to a side.
func Register(s seal.Half) {
	seal.Binary(s, (*url.URL)(nil))
	seal.Interface(s, "io.ReadCloser", (*io.ReadCloser)(nil), func(r seal.Remote) any { return &body{r} },
		seal.Methods{"Read": io.ReadCloser.Read, "Close": io.ReadCloser.Close})
	seal.Interface(s, "web.responder", (*responder)(nil), func(r seal.Remote) any { return &farResponder{r} },
		seal.Methods{"Write": responder.Write, "WriteHeader": responder.WriteHeader, "Flush": responder.Flush})
	bind(s)
	seal.Sentinel(s, "http.ErrAbortHandler", http.ErrAbortHandler)
	seal.Sentinel(s, "http.ErrServerClosed", http.ErrServerClosed)
	seal.Sentinel(s, "http.ErrNoCookie", http.ErrNoCookie)
	seal.AddHook(s, reflect.TypeFor[http.ResponseWriter](), seal.Hook{Encode: encodeWriter, Decode: decodeWriter})
	seal.AddHook(s, reflect.TypeFor[http.Request](), seal.Hook{Encode: encodeRequest, Decode: decodeRequest})
	seal.AddHook(s, reflect.TypeFor[http.Response](), seal.Hook{Encode: encodeResponse, Decode: decodeResponse})
}

// responder is what a response writer does, each time with the header as it is.
type responder interface {
	Write(header http.Header, p []byte) (int, error)
	WriteHeader(header http.Header, status int)
	Flush(header http.Header)
}

// near is a response writer of this side. The header that comes in is the writer's own map, brought up to date.
type near struct{ w http.ResponseWriter }

func (n *near) Write(_ http.Header, p []byte) (int, error) { return n.w.Write(p) }
func (n *near) WriteHeader(_ http.Header, status int)      { n.w.WriteHeader(status) }
func (n *near) Flush(http.Header)                          { http.NewResponseController(n.w).Flush() }

// far stands for a response writer of the other side.
type far struct {
	r      responder
	header http.Header
}

func (f *far) Header() http.Header         { return f.header }
func (f *far) Write(p []byte) (int, error) { return f.r.Write(f.header, p) }
func (f *far) WriteHeader(status int)      { f.r.WriteHeader(f.header, status) }
func (f *far) Flush()                      { f.r.Flush(f.header) }

func encodeWriter(e *seal.Encoder, v reflect.Value) {
	w, _ := v.Interface().(http.ResponseWriter)
	var r responder
	switch w := w.(type) {
	case nil:
	case *far:
		r = w.r
	default:
		r = &near{w}
	}
	seal.Put(e, r)
	if r != nil {
		seal.Put(e, w.Header())
	}
}

func decodeWriter(d *seal.Decoder, dst reflect.Value) {
	r := seal.Get[responder](d)
	if r == nil {
		dst.SetZero()
		return
	}
	header := seal.Get[http.Header](d)
	if own, is := r.(*near); is {
		dst.Set(reflect.ValueOf(own.w))
		return
	}
	dst.Set(reflect.ValueOf(&far{r, header}))
}

// body stands for a reader of the other side; farResponder for a responder.
type body struct{ seal.Remote }

type farResponder struct{ seal.Remote }
