package m_test

import (
	"net/http/httptest"
	"testing"
	"testing/quick"
	"testing/synctest"

	"example.com/m"
)

var _, _, _ = httptest.NewServer, quick.Check, synctest.Test

func TestFacts(t *testing.T) { t.Log(m.Facts()) }
