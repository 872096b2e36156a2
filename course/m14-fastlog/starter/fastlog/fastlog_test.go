package fastlog

import (
	"fmt"
	"strings"
	"testing"

	"course/fastlog/slow"
)

func TestAnalyzeAgreesWithTheGivenOne(t *testing.T) {
	log := "2026-03-01T12:34:56Z 10.0.0.1 GET /a?b=c 200 512 40\nnot an entry\n"
	got, err := Analyze(strings.NewReader(log))
	want, wantErr := slow.Analyze(strings.NewReader(log))
	if g, w := fmt.Sprintf("%+v, %v", got, err), fmt.Sprintf("%+v, %v", want, wantErr); g != w {
		t.Errorf("Analyze(%q) = %s, want %s", log, g, w)
	}
}
