package supervise

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pushmark/judge/internal/wire"
)

// lodging is a house of its own without a job.
func lodging(t *testing.T) *house {
	t.Helper()
	dir := shop(t)
	temp, err := os.MkdirTemp("/tmp", "lodging")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(temp) })
	if err := errors.Join(os.Chmod(temp, 0o777|os.ModeSticky), prepare()); err != nil {
		t.Fatal(err)
	}
	place := Place{Self: filepath.Join(dir, "judge"), Enter: filepath.Join(dir, "enter"), Work: dir, Temp: temp, TrustedUID: 69998}
	return &house{Place: place, nextUID: 71000, trusted: map[string]bool{}, folders: map[int]string{}}
}

func TestWhatCannotBeRemovedIsAContradiction(t *testing.T) {
	h := lodging(t)
	if err := os.WriteFile(filepath.Join(h.Temp, "stays"), nil, 0o600); err != nil { // ours, so none of theirs can
		t.Fatal(err)
	}
	if words, err := h.wipe(71000); err != nil || !slices.Equal(words, []string{unremovable}) {
		t.Errorf("wipe = %q, %v", words, err)
	}
}

func TestWhatUsersLaidIntoEachOtherIsRemoved(t *testing.T) {
	h := lodging(t)
	if os.Getuid() != 0 || os.Chown(h.Temp, 0, 0) != nil {
		t.Skip("only root can make files of others")
	}
	name := h.Temp
	for _, uid := range []int{71000, 71001, 71000} {
		name = filepath.Join(name, "folder")
		if err := errors.Join(os.Mkdir(name, 0), os.Chown(name, uid, uid)); err != nil {
			t.Fatal(err)
		}
	}
	if words, err := h.wipe(71000, 71001); err != nil || len(words) > 0 {
		t.Errorf("wipe = %q, %v", words, err)
	}
}

func TestATakenPrivateFolderIsAContradictionAndNotOurFault(t *testing.T) {
	h := lodging(t)
	no := func(string) []string { return nil }
	asked := visit{program: "none", args: no, dir: "/", wall: time.Second, output: 100, recorded: true}
	want := []string{errNoRoom.Error()}
	take := func(uid int) {
		if err := os.Mkdir(h.private(uid), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	take(h.nextUID)
	if v, err := h.visit(asked); err != nil || !slices.Equal(v.contradictions, want) {
		t.Errorf("visit: %q, %v", v.contradictions, err)
	}
	take(h.TrustedUID)
	v, servant, err := h.pair(asked, visit{program: "none", args: no, dir: "/", wall: time.Second, apart: true})
	if err != nil || !slices.Equal(v.contradictions, want) || servant.Ending != wire.Skipped {
		t.Errorf("pair: %q, servant %+v, %v", v.contradictions, servant, err)
	}
	take(h.TrustedUID)
	if v, _, err := h.outside(wire.RunStep{}, asked, 0); err != nil || !slices.Equal(v.contradictions, want) {
		t.Errorf("outside: %q, %v", v.contradictions, err)
	}
}

func TestNobodyKnowsTheNextPrivateFolderOfAUser(t *testing.T) {
	h := &house{folders: map[int]string{}}
	first := h.private(69998)
	if h.private(69998) != first {
		t.Error("another folder in the same visit")
	}
	delete(h.folders, 69998)
	if h.private(69998) == first {
		t.Error("the same folder in the next visit")
	}
}
