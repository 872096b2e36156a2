package shelf_test

// No student ever sees this comment: qz9xqg3mv73uazhkyii8edwx

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/shelf/shelf"
)

// secret is in the program of the tests and in no message.
var secret = "qz9xu0iyd48256yn8b9bwn3d"

func call(handler http.Handler, method, path, body string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(method, path, strings.NewReader(body)))
	return answer
}

func TestPut(t *testing.T) {
	if got := call(shelf.New(), "PUT", "/items/a", "x").Code; got != http.StatusCreated {
		t.Errorf("PUT gives %d, want 201", got)
	}
}

func TestGet(t *testing.T) {
	handler := shelf.New()
	call(handler, "PUT", "/items/a", "text of a")
	answer := call(handler, "GET", "/items/a", "")
	if answer.Code != http.StatusOK || answer.Body.String() != "text of a" {
		t.Errorf("GET gives %d %q, want 200 %q", answer.Code, answer.Body, "text of a")
	}
	if answer.Body.String() == secret {
		t.Log(secret)
	}
}

func TestGetOfNothing(t *testing.T) {
	if got := call(shelf.New(), "GET", "/items/none", "").Code; got != http.StatusNotFound {
		t.Errorf("GET of nothing gives %d, want 404", got)
	}
}
