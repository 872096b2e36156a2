package supervise

import (
	"strings"
	"testing"

	"pushmark/judge/internal/wire"
)

var planted = wire.Canaries{Environment: strings.Repeat("e", 24), Program: strings.Repeat("c0de", 6), File: strings.Repeat("f", 24)}

func TestCanariesStandWhereOnlyThoseMeetThemWhoLook(t *testing.T) {
	step := testsStep("TestTells", "TestIsHonest")
	// Of a race build it can read all that a process can read of itself.
	step.Race = true
	got := carryOut(t, step, map[string][]byte{programID: build(t, "looks-around")}).processes
	want := "environment PUSHMARK_CANARY=" + planted.Environment + "\nprogram true\nfile " + planted.File + "\n"
	if told, _, _ := strings.Cut(got[0].Stdout, "PASS"); told != want {
		t.Errorf("printed %q, want %q", told, want)
	}
	if text := got[1].Stdout; strings.Contains(text, "CANARY") || strings.Contains(text, planted.Environment) {
		t.Errorf("an honest test prints %q", text)
	}
}
