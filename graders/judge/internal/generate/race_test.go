package generate_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

const racePackage = `package p

import "sync"

type Counter struct{ n int }

func (c *Counter) Inc()     { c.n++ }
func (c *Counter) Get() int { return c.n }

func Inside(n int) int {
	total := 0
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() { total++ })
	}
	wg.Wait()
	return total
}

type Safe struct {
	mu sync.Mutex
	n  int
}

func (c *Safe) Inc()     { c.mu.Lock(); defer c.mu.Unlock(); c.n++ }
func (c *Safe) Get() int { c.mu.Lock(); defer c.mu.Unlock(); return c.n }
`

const raceTests = `package p_test

import (
	"sync"
	"testing"

	"m/p"
)

func together(goroutines, calls int, f func()) {
	var wg sync.WaitGroup
	for range goroutines {
		wg.Go(func() {
			for range calls {
				f()
			}
		})
	}
	wg.Wait()
}

func TestTwoCalls(t *testing.T)      { var c p.Counter; together(2, 1, c.Inc) }
func TestHundredCalls(t *testing.T)  { var c p.Counter; together(100, 1, c.Inc) }
func TestFourTimesFifty(t *testing.T) { var c p.Counter; together(4, 50, c.Inc) }
func TestReadAndWrite(t *testing.T) {
	var c p.Counter
	var wg sync.WaitGroup
	wg.Go(c.Inc)
	wg.Go(func() { c.Get() })
	wg.Wait()
}
func TestInside(t *testing.T) { p.Inside(4) }
func TestNoRace(t *testing.T) {
	var c p.Safe
	together(20, 20, c.Inc)
	if c.Get() != 400 {
		t.Error(c.Get())
	}
}
`

// TestPlantedRacesAreFoundAsOftenSealedAsLinked prints how often; SEAL_RACES says how many runs of each (20 for figures).
func TestPlantedRacesAreFoundAsOftenSealedAsLinked(t *testing.T) {
	runs := 3
	if n, err := strconv.Atoi(os.Getenv("SEAL_RACES")); err == nil {
		runs = n
	}
	out := t.TempDir()
	m := onePackage(t, racePackage, raceTests)
	if err := m.build(out); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CGO_ENABLED", "1")
	if err := m.student(out, nil, "-race"); err != nil {
		t.Skipf("there is no race build: %v", err)
	}
	for _, test := range m.sealedTests() {
		linked, sealed := 0, 0
		for range runs {
			if m.runLinked(test, "GORACE=halt_on_error=1 exitcode=66").code == 66 {
				linked++
			}
			if run := m.runSealed(test, "GORACE=halt_on_error=1 exitcode=66"); run.servant == 66 && run.code != 0 && strings.Contains(run.servantOutput, "DATA RACE") {
				sealed++
			}
		}
		t.Logf("%s: linked %d, sealed %d of %d", test, linked, sealed, runs)
		if sealed < linked || test == "TestNoRace" && sealed > 0 {
			t.Errorf("%s: linked %d, sealed %d of %d", test, linked, sealed, runs)
		}
	}
}
