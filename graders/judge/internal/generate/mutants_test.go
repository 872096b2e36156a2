package generate_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"pushmark/judge/internal/mutate"
)

// TestMutantsHaveTheSameVerdictsLinkedAndSealed judges changed packages of the kit both ways. SEAL_MUTANTS says how many
// of each package; the rest of the time there is for one.
func TestMutantsHaveTheSameVerdictsLinkedAndSealed(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	most := 1
	if n, err := strconv.Atoi(os.Getenv("SEAL_MUTANTS")); err == nil {
		most = n
	}
	built, caught := 0, 0
	for _, dir := range kit(t) {
		t.Run(dir, func(t *testing.T) {
			m := kitModule(t, dir)
			if err := m.build(t.TempDir()); err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(filepath.Join(m.root, dir, "p.go"))
			if err != nil {
				t.Fatal(err)
			}
			mutants, err := mutate.Of("p.go", text)
			if err != nil {
				t.Fatal(err)
			}
			// Spread over the file, so that few are not all of one function.
			for i := range min(most, len(mutants)) {
				b, c := m.judgeMutant(t, mutants[i*len(mutants)/min(most, len(mutants))])
				built, caught = built+b, caught+c
			}
		})
	}
	t.Logf("%d mutants were built both ways, %d of them fail", built, caught)
	if os.Getenv("SEAL_KIT") == "" && (built < 10 || caught == 0) {
		t.Errorf("%d mutants were built both ways, %d of them fail: too few to show anything", built, caught)
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
