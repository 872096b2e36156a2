package web_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"kit/web"
)

type store map[string]string

func (s store) Get(key string) (string, error) {
	if v, ok := s[key]; ok {
		return v, nil
	}
	return "", errors.New("no " + key)
}

func TestRecorder(t *testing.T) {
	h := web.New(store{"a": "1"})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/items/a", nil))
	if w.Code != 200 || w.Body.String() != "{\"value\":\"1\"}\n" || w.Header().Get("Content-Type") != "application/json" {
		t.Error(w.Code, w.Body, w.Header())
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/items/b", nil))
	if w.Code != 404 || strings.TrimSpace(w.Body.String()) != "no b" {
		t.Error(w.Code, w.Body)
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("POST", "/echo?q=x", strings.NewReader("body")))
	if w.Code != 201 || w.Body.String() != "BODY" || w.Header().Get("X-Query") != "x" {
		t.Error(w.Code, w.Body, w.Header())
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/empty", nil))
	if w.Code != 200 || w.Header().Get("X-Only") != "yes" {
		t.Error(w.Code, w.Header())
	}
}

func TestServer(t *testing.T) {
	srv := httptest.NewServer(web.New(store{"a": "1"}))
	defer srv.Close()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			resp, err := http.Get(srv.URL + "/items/a")
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			body, _ := io.ReadAll(resp.Body)
			if resp.StatusCode != 200 || string(body) != "{\"value\":\"1\"}\n" {
				t.Error(resp.StatusCode, string(body))
			}
		})
	}
	wg.Wait()
	if resp, err := http.Get(srv.URL + "/panic"); err == nil {
		resp.Body.Close()
		t.Error("no abort")
	}
}

func TestStream(t *testing.T) {
	srv := httptest.NewServer(web.New(nil))
	defer srv.Close()
	ctx, cancel := context.WithCancel(context.Background())
	req, _ := http.NewRequestWithContext(ctx, "GET", srv.URL+"/stream", nil)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(resp.Body)
	for _, want := range []string{"0", "1", "2"} {
		if !lines.Scan() || lines.Text() != want {
			t.Error(lines.Text())
		}
	}
	cancel()
	resp.Body.Close()
}

func TestMiddleware(t *testing.T) {
	inner := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.URL.Path) })
	h := web.Tag("a")(web.Tag("b")(inner))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/x/y", nil))
	if w.Body.String() != "/x/y" || strings.Join(w.Header()["X-Tags"], ",") != "a,b" {
		t.Error(w.Body, w.Header())
	}
}

func TestHandlerFunc(t *testing.T) {
	w := httptest.NewRecorder()
	web.Hello(w, httptest.NewRequest("GET", "/?name=bob", nil))
	if w.Body.String() != "hello bob" {
		t.Error(w.Body)
	}
	srv := httptest.NewServer(http.HandlerFunc(web.Hello))
	defer srv.Close()
	if code, body, err := web.Fetch(srv.Client(), srv.URL+"/?name=ann"); code != 200 || body != "hello ann" || err != nil {
		t.Error(code, body, err)
	}
	if _, _, err := web.Fetch(&http.Client{}, "http://127.0.0.1:1/"); err == nil {
		t.Error("no error")
	}
}
