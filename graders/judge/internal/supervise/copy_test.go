package supervise

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pushmark/judge/internal/wire"
)

func deskStep(tree string) wire.RunStep {
	return wire.RunStep{ID: stepID, Kind: "command", Program: programID, Tree: tree, Dir: "testdata", TimeoutMs: 10_000, OutputBytes: testOutput}
}

func TestAStudentsOwnSuiteWritesInACopyOfItsTreeThatIsItsAlone(t *testing.T) {
	programs := map[string][]byte{programID: build(t, "works-at-its-desk")}
	one := carryOut(t, deskStep("own"), programs).only(t)
	if !strings.HasSuffix(one.Stdout, "/tmp/trees/own/testdata hello -rwx------\n") || one.ExitCode != 0 || len(one.Tampering) != 0 {
		t.Errorf("%+v", one)
	}
	if one := carryOut(t, deskStep("judged"), programs).only(t); one.ExitCode != 1 {
		t.Errorf("writes in a tree with hidden tests: %+v", one)
	}
}

// ownTree lays a tree of files by size into a house of its own.
func ownTree(t *testing.T, files map[string]int64) *house {
	t.Helper()
	h := lodging(t)
	h.Work = filepath.Join(h.Temp, "..", filepath.Base(h.Temp)+"-w")
	t.Cleanup(func() { os.RemoveAll(h.Work) })
	for name, size := range files {
		path := filepath.Join(h.Work, "trees", "own", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, make([]byte, size), 0o444); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

func TestATreeThatTakesTooMuchRoomIsReadWhereItLies(t *testing.T) {
	many := map[string]int64{}
	for n := range copiedEntries {
		many["testdata/"+strings.Repeat("x", n%50+1)+"/"+strings.Repeat("y", n/50+1)] = 0
	}
	for name, c := range map[string]struct {
		files  map[string]int64
		copied bool
	}{
		"one that fits":            {map[string]int64{"testdata/a": copiedBytes / 2, "testdata/b": copiedBytes / 2}, true},
		"a byte too many":          {map[string]int64{"testdata/a": copiedBytes / 2, "testdata/b": copiedBytes/2 + 1}, false},
		"a file and folders extra": {many, false},
	} {
		t.Run(name, func(t *testing.T) {
			h := ownTree(t, c.files)
			step := deskStep("own")
			desk, err := h.desk(step)
			if copied := desk == filepath.Join(h.Temp, "trees/own/testdata"); err != nil || copied != c.copied || !copied && desk != h.folder(step, "own") {
				t.Errorf("%s, %v", desk, err)
			}
			if left, _ := os.ReadDir(h.Temp); len(left) > 0 != c.copied {
				t.Errorf("left %v", left)
			}
		})
	}
}

func TestASuiteWhoseRoomIsTakenReadsWhereItsTreeLies(t *testing.T) {
	h := ownTree(t, map[string]int64{"testdata/a": 1})
	if err := os.Mkdir(filepath.Join(h.Temp, "trees"), 0o777); err != nil {
		t.Fatal(err)
	}
	if desk, err := h.desk(deskStep("own")); err != nil || desk != h.folder(deskStep("own"), "own") {
		t.Errorf("%s, %v", desk, err)
	}
}

func TestOfACopyThatDoesNotComeToItsEndNothingStays(t *testing.T) {
	tree := t.TempDir()
	if err := os.Symlink("/etc/passwd", filepath.Join(tree, "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(tree, "a"), nil, 0o444); err != nil {
		t.Fatal(err)
	}
	above := filepath.Join(t.TempDir(), "trees")
	if err := Copy(filepath.Join(tree, "none"), filepath.Join(above, "own")); err == nil {
		t.Error("copied what is not there")
	}
	if _, err := os.Lstat(above); !os.IsNotExist(err) {
		t.Errorf("%v", err)
	}
	if err := Copy(tree, filepath.Join(above, "own")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(filepath.Join(above, "own", "link")); err != nil || info.Mode().IsRegular() {
		t.Errorf("a link was followed: %v, %v", info, err)
	}
}
