package generate_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"pushmark/judge/internal/mutate"
)

// mutants counts the changed packages of the kit that were judged both ways.
type mutants struct{ built, caught int }

// judge judges changed packages both ways. SEAL_MUTANTS says how many of each package; the rest of the time there is
// for one.
func (all *mutants) judge(t *testing.T, m *module) {
	t.Helper()
	most := 1
	if n, err := strconv.Atoi(os.Getenv("SEAL_MUTANTS")); err == nil {
		most = n
	}
	text, err := os.ReadFile(filepath.Join(m.root, m.dir, "p.go"))
	if err != nil {
		t.Fatal(err)
	}
	list, err := mutate.Of("p.go", text)
	if err != nil {
		t.Fatal(err)
	}
	// Spread over the file, so that few are not all of one function.
	for i := range min(most, len(list)) {
		built, caught := m.judgeMutant(t, list[i*len(list)/min(most, len(list))])
		all.built, all.caught = all.built+built, all.caught+caught
	}
}

// enough fails a test in which too few were judged to show anything.
func (all *mutants) enough(t *testing.T) {
	t.Helper()
	t.Logf("%d mutants were built both ways, %d of them fail", all.built, all.caught)
	if os.Getenv("SEAL_KIT") == "" && (all.built < 10 || all.caught == 0) {
		t.Errorf("%d mutants were built both ways, %d of them fail: too few to show anything", all.built, all.caught)
	}
}

// judgeMutant reports 1 for a mutant that was built both ways, and 1 for one that fails.
func (m *module) judgeMutant(t *testing.T, mutant mutate.Mutant) (built, caught int) {
	t.Helper()
	m.linked, m.servant = "", ""
	out := t.TempDir()
	err := m.student(out, map[string][]byte{filepath.Join(m.dir, "p.go"): mutant.Text})
	if m.linked == "" || err != nil {
		_, linkedErr := os.Stat(m.linked)
		if linkedErr == nil {
			t.Errorf("%s: is built linked, but not sealed: %v", mutant.What, err)
		}
		return 0, 0
	}
	t.Run(mutant.What, func(t *testing.T) {
		if passed := m.compare(t); passed < len(m.sealedTests()) {
			caught = 1
		}
	})
	return 1, caught
}
