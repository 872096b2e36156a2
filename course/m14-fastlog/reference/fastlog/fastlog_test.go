package fastlog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"course/fastlog/slow"
)

// checkSame compares with the analyser that was given.
func checkSame(t *testing.T, log string) {
	t.Helper()
	got, err := Analyze(strings.NewReader(log))
	want, wantErr := slow.Analyze(strings.NewReader(log))
	if g, w := fmt.Sprintf("%+v, %v", got, err), fmt.Sprintf("%+v, %v", want, wantErr); g != w {
		t.Errorf("Analyze(%.200q) = %s, want %s", log, g, w)
	}
}

func TestAnalyzeAgreesWithTheGivenOneOnEveryField(t *testing.T) {
	good := strings.Fields("2026-03-01T12:34:56Z 10.0.0.1 GET /a/b?c=d 200 512 40")
	values := [][]string{
		{"2024-02-29T23:59:59Z", "2025-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:0/Z", "2026-13-01T00:00:00Z", "x", ""},
		{"::1", ""},
		{"POST", "get", "G3T", ""},
		{"/", "/?", "a", "?", ""},
		{"100", "599", "600", "099", "20", "2000", "x00", ""},
		{"-", "0", "999999999999999", "1000000000000000", "-1", ""},
		{"0", "12x", "12\r", ""},
	}
	for field, texts := range values {
		for _, text := range texts {
			line := append([]string(nil), good...)
			line[field] = text
			checkSame(t, strings.Join(line, " ")+"\n"+strings.Join(good, " ")+"\n")
		}
	}
	for n := range good {
		checkSame(t, strings.Join(good[:n], " "))
	}
	checkSame(t, strings.Join(good, " ")+" more")
}

func TestAnalyzeAgreesWithTheGivenOneOnWholeLogs(t *testing.T) {
	log := string(sample(2000))
	long := "2026-03-01T12:34:56Z 10.0.0.1 GET /" + strings.Repeat("x", 200_000) + " 200 512 40"
	for _, log := range []string{"", "\n", "\n\n", log, strings.TrimSuffix(log, "\n"), log + long, log + long + "\n" + log} {
		checkSame(t, log)
	}
}

func TestAnalyzeReturnsTheReadersError(t *testing.T) {
	broken := errors.New("broken disk")
	_, err := Analyze(io.MultiReader(bytes.NewReader(sample(10)), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) {
		t.Errorf("Analyze = %v, want %v", err, broken)
	}
}

func TestWriteAgreesWithTheGivenOne(t *testing.T) {
	log := sample(500)
	fast, _ := Analyze(bytes.NewReader(log))
	given, _ := slow.Analyze(bytes.NewReader(log))
	var got, want strings.Builder
	if err := errors.Join(Write(&got, fast), slow.Write(&want, given)); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Errorf("Write wrote %q, want %q", got.String(), want.String())
	}
}

// FuzzAnalyze runs its seeds with every go test, and searches on with -fuzz.
func FuzzAnalyze(f *testing.F) {
	f.Add(sample(20))
	f.Add([]byte("2026-03-01T12:34:56Z 10.0.0.1 GET /a/b?c=d 200 512 40\r\n\n"))
	f.Fuzz(func(t *testing.T, log []byte) { checkSame(t, string(log)) })
}
