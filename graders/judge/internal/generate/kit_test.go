package generate_test

import (
	"os"
	"path/filepath"
	"testing"
)

// kitRoot holds one package for each class of API that can be sealed.
const kitRoot = "testdata/kit"

// kit returns the packages, or the one that SEAL_KIT names.
func kit(t *testing.T) []string {
	t.Helper()
	if only := os.Getenv("SEAL_KIT"); only != "" {
		return []string{only}
	}
	entries, err := os.ReadDir(kitRoot)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, entry := range entries {
		if entry.IsDir() {
			all = append(all, entry.Name())
		}
	}
	return all
}

func kitModule(t *testing.T, dir string) *module {
	t.Helper()
	root, err := filepath.Abs(kitRoot)
	if err != nil {
		t.Fatal(err)
	}
	m, err := generated(root, dir)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestEveryClassOfAPIAndItsMutantsHaveTheSameVerdictsLinkedAndSealed(t *testing.T) {
	var changed mutants
	for _, dir := range kit(t) {
		t.Run(dir, func(t *testing.T) {
			m, out := kitModule(t, dir), t.TempDir()
			for _, d := range m.result.Decisions {
				if d.Way != "sealed" {
					t.Errorf("%s is not sealed: %+v", d.Test, *d.Reason)
				}
			}
			if err := m.build(out); err != nil {
				t.Fatal(err)
			}
			if err := m.student(out, nil); err != nil {
				t.Fatal(err)
			}
			// The tests of panics hold some that fail, both ways.
			if passed := m.compare(t); passed == 0 || dir != "panics" && passed != len(m.sealedTests()) {
				t.Errorf("%d of %d tests have passed", passed, len(m.sealedTests()))
			}
			changed.judge(t, m)
		})
	}
	changed.enough(t)
}
