package compile

import (
	"archive/tar"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pushmark/judge/internal/wire"
)

// standInSeal writes an archive as the generator would, with what it was told.
func standInSeal(args []string) {
	file, err := os.Create(args[slices.Index(args, "-out")+1])
	if err != nil {
		os.Exit(70)
	}
	stream := tar.NewWriter(file)
	for _, entry := range [][2]string{
		{"decisions.json", fmt.Sprintf("{\"told\": %q}\n", strings.Join(args, " "))},
		{"stub/book/zz_stub.go", "package book\n"},
		{"servant/zz_servant/main.go", "package main\n"},
		{"linked/book/a_test.go", "package book\n"},
	} {
		stream.WriteHeader(&tar.Header{Name: entry[0], Size: int64(len(entry[1])), Mode: 0o644, Typeflag: tar.TypeReg})
		stream.Write([]byte(entry[1]))
	}
	stream.Close()
	file.Close()
}

func sealStep(dir string, given ...string) wire.CompileStep {
	return wire.CompileStep{ID: first, Kind: "seal", Wanted: []string{"TestA", "TestB"}, Tree: "reference", Dir: dir, Given: given, Artifact: true, TimeoutMs: 10_000}
}

func TestTheGeneratorIsToldWhatIsTheTeachersAndItsArtifactIsSent(t *testing.T) {
	where := place(t)
	got := compile(t, where, map[string]string{"trees/reference/go.mod": "module sample\n"}, sealStep("book", "kit", "a/b"))
	root, out := filepath.Join(where.Work, "trees", "reference"), filepath.Join(where.Work, "out", first+".tar")
	told := fmt.Sprintf("-go %s -root %s -dir book -out %s -given kit -given a/b -wanted TestA,TestB", where.Go, root, out)
	want := fmt.Sprintf(`{"decisions":{"told":%q},"stub":{"book/zz_stub.go":"package book\n"},"servant":{"zz_servant/main.go":"package main\n"},"linked":{"book/a_test.go":"package book\n"}}`, told)
	if words := string(got["artifacts/"+first]); words != want {
		t.Errorf("%s, want %s: %+v", words, want, got.step(t, first))
	}
}

func hintsStep(dir string) wire.CompileStep {
	return wire.CompileStep{ID: first, Kind: "hints", Tree: "reference", Dir: dir, Artifact: true, TimeoutMs: 10_000}
}

func TestTheReaderOfBenchmarksIsToldItsFolderAndItsArtifactIsSent(t *testing.T) {
	where := place(t)
	got := compile(t, where, map[string]string{"trees/reference/go.mod": "module sample\n"}, hintsStep("book"))
	want := fmt.Sprintf("%q", []string{filepath.Join(where.Work, "trees", "reference"), "book"})
	if words := string(got["artifacts/"+first]); words != want {
		t.Errorf("%s, want %s: %+v", words, want, got.step(t, first))
	}
}

func TestTheGeneratorAndTheReaderOfBenchmarksStayInTheirTree(t *testing.T) {
	for _, step := range []wire.CompileStep{sealStep("../own"), sealStep("/etc"), sealStep(".", "../own"), hintsStep("../own")} {
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
