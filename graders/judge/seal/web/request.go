package web

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"pushmark/judge/seal"
)

// request is what travels of a request besides context and body.
type request struct {
	Method, Proto, Host, RemoteAddr, RequestURI, Pattern string
	ProtoMajor, ProtoMinor                               int
	URL                                                  *url.URL
	Header, Trailer                                      http.Header
	ContentLength                                        int64
	TransferEncoding                                     []string
	Close                                                bool
	Form, PostForm                                       url.Values
	// PathValues are names and values by turns.
	PathValues []string
}

func encodeRequest(e *seal.Encoder, v reflect.Value) {
	r := v.Addr().Interface().(*http.Request)
	seal.Put(e, request{r.Method, r.Proto, r.Host, r.RemoteAddr, r.RequestURI, r.Pattern, r.ProtoMajor, r.ProtoMinor,
		r.URL, r.Header, r.Trailer, r.ContentLength, r.TransferEncoding, r.Close, r.Form, r.PostForm, pathValues(r)})
	seal.Put[context.Context](e, r.Context())
	encodeBody(e, r.Body)
}

func decodeRequest(d *seal.Decoder, dst reflect.Value) {
	t := seal.Get[request](d)
	ctx := seal.Get[context.Context](d)
	if ctx == nil {
		seal.Reject("a request without a context")
	}
	r := new(http.Request).WithContext(ctx)
	r.Method, r.Proto, r.Host, r.RemoteAddr, r.RequestURI, r.Pattern = t.Method, t.Proto, t.Host, t.RemoteAddr, t.RequestURI, t.Pattern
	r.ProtoMajor, r.ProtoMinor, r.URL, r.Header, r.Trailer = t.ProtoMajor, t.ProtoMinor, t.URL, t.Header, t.Trailer
	r.ContentLength, r.TransferEncoding, r.Close, r.Form, r.PostForm = t.ContentLength, t.TransferEncoding, t.Close, t.Form, t.PostForm
	for i := 0; i+1 < len(t.PathValues); i += 2 {
		r.SetPathValue(t.PathValues[i], t.PathValues[i+1])
	}
	r.Body = decodeBody(d)
	dst.Set(reflect.ValueOf(r).Elem())
}

// pathValues finds the wildcards of the pattern that has matched.
func pathValues(r *http.Request) []string {
	var all []string
	for rest := r.Pattern; ; {
		_, after, found := strings.Cut(rest, "{")
		if !found {
			return all
		}
		name, tail, _ := strings.Cut(after, "}")
		name = strings.TrimSuffix(name, "...")
		all = append(all, name, r.PathValue(name))
		rest = tail
	}
}

// Kinds of bodies.
const (
	bodyNil   = 0
	bodyEmpty = 1
	bodyOther = 2
)

func encodeBody(e *seal.Encoder, b io.ReadCloser) {
	switch b {
	case nil:
		seal.Put(e, byte(bodyNil))
	case http.NoBody:
		seal.Put(e, byte(bodyEmpty))
	default:
		seal.Put(e, byte(bodyOther))
		seal.Put(e, b)
	}
}

func decodeBody(d *seal.Decoder) io.ReadCloser {
	switch seal.Get[byte](d) {
	case bodyNil:
		return nil
	case bodyEmpty:
		return http.NoBody
	}
	return seal.Get[io.ReadCloser](d)
}

// response is what travels of a response besides its body.
type response struct {
	Status, Proto                      string
	StatusCode, ProtoMajor, ProtoMinor int
	Header, Trailer                    http.Header
	ContentLength                      int64
	TransferEncoding                   []string
	Close, Uncompressed                bool
	Request                            *http.Request
}

func encodeResponse(e *seal.Encoder, v reflect.Value) {
	r := v.Addr().Interface().(*http.Response)
	seal.Put(e, response{r.Status, r.Proto, r.StatusCode, r.ProtoMajor, r.ProtoMinor, r.Header, r.Trailer, r.ContentLength,
		r.TransferEncoding, r.Close, r.Uncompressed, r.Request})
	encodeBody(e, r.Body)
}

func decodeResponse(d *seal.Decoder, dst reflect.Value) {
	t := seal.Get[response](d)
	dst.Set(reflect.ValueOf(http.Response{Status: t.Status, Proto: t.Proto, StatusCode: t.StatusCode, ProtoMajor: t.ProtoMajor,
		ProtoMinor: t.ProtoMinor, Header: t.Header, Trailer: t.Trailer, ContentLength: t.ContentLength,
		TransferEncoding: t.TransferEncoding, Close: t.Close, Uncompressed: t.Uncompressed, Request: t.Request, Body: decodeBody(d)}))
}
