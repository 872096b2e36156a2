package compile

import (
	"fmt"
	"path/filepath"
	"testing"

	"pushmark/judge/internal/wire"
)

func sealStep(dir string, given ...string) wire.CompileStep {
	return wire.CompileStep{ID: first, Kind: "seal", Tree: "reference", Dir: dir, Given: given, Artifact: true, TimeoutMs: 10_000}
}

func TestTheGeneratorIsToldWhatIsTheTeachersAndItsArtifactIsSent(t *testing.T) {
	where := place(t)
	got := compile(t, where, map[string]string{"trees/reference/go.mod": "module sample\n"}, sealStep("book", "kit", "a/b"))
	root, out := filepath.Join(where.Work, "trees", "reference"), filepath.Join(where.Work, "out", first)
	want := fmt.Sprintf("-go %s -root %s -dir book -out %s -given kit -given a/b", where.Go, root, out)
	if words := string(got["artifacts/"+first]); words != want {
		t.Errorf("%q, want %q: %+v", words, want, got.step(t, first))
	}
}

func TestTheGeneratorStaysInItsTree(t *testing.T) {
	for _, step := range []wire.CompileStep{sealStep("../own"), sealStep("/etc"), sealStep(".", "../own")} {
		if _, err := try(t, place(t), nil, step); err == nil {
			t.Errorf("%+v was accepted", step)
		}
	}
}

func TestAServantIsBuiltWithoutTheTestingPackage(t *testing.T) {
	w := &workshop{Place: Place{Overlay: "/nowhere/overlay.json"}}
	if path, err := w.overlay(wire.CompileStep{Tree: "servant-0"}); err != nil || path != w.Overlay {
		t.Errorf("%q, %v", path, err)
	}
}
