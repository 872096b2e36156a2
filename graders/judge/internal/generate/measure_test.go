package generate_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// measured is what sealing makes of one package.
type measured struct {
	name string
	// tests that pass linked; refused of them, with reasons; sealed of them with equal verdicts; different ones.
	tests, refused, equal int
	passing, different    []string
	trouble               string
	// CPU: building and running linked, building the servant and running sealed, the generator.
	linkedBuild, linkedRun, servantBuild, sealedRun, generator time.Duration
	// CPU of every test in a process of its own, linked: of all tests, and of those that are refused.
	apartRun, refusedRun time.Duration
}

// TestMeasure prints how many tests of known packages are sealed with equal verdicts, and what it costs. It fetches
// modules, so it runs only when asked for; SEAL_MEASURE has parts of the names of packages, with commas, or 1 for all.
func TestMeasureKnownPackages(t *testing.T) {
	filter := os.Getenv("SEAL_MEASURE")
	if filter == "" {
		t.Skip("SEAL_MEASURE is not set")
	}
	var all []measured
	for _, place := range measuredPlaces(t) {
		name := place.module + "/" + place.dir
		if filter != "1" && !slices.ContainsFunc(strings.Split(filter, ","), func(part string) bool { return strings.Contains(name, part) }) {
			continue
		}
		m := measure(t, place)
		m.name = name
		all = append(all, m)
		t.Logf("%s: %d tests, %d refused, %d equal, different %v %s", name, m.tests, m.refused, m.equal, m.different, m.trouble)
	}
	report(t, all)
}

func measure(t *testing.T, p placed) (m measured) {
	t.Helper()
	if p.source == "" {
		m.trouble = "not fetched"
		return m
	}
	root, dir := p.tree(t)
	start := cpu()
	one, err := generated(root, dir, others(root, dir)...)
	m.generator = cpu() - start
	if err != nil {
		m.trouble = first(err)
		return m
	}
	out := t.TempDir()
	if err := m.programs(one, out); err != nil {
		m.trouble = first(err)
		return m
	}
	for _, d := range one.result.Decisions {
		if strings.HasPrefix(d.Test, "Benchmark") {
			continue
		}
		m.test(t, one, d.Test, d.Way == "sealed", d.Reason)
	}
	m.linkedRun = runAtOnce(one, m.passing)
	return m
}

// programs builds everything twice, so that the second time measures what a submission costs: one changed file.
func (m *measured) programs(one *module, out string) error {
	if err := one.build(out); len(one.sealedTests()) > 0 && err != nil {
		return err
	}
	over := map[string][]byte{}
	for i := range 2 {
		os.RemoveAll(filepath.Join(out, "linked"))
		os.RemoveAll(filepath.Join(out, "own"))
		over[filepath.Join(one.dir, "zz_change.go")] = fmt.Appendf(nil, "package %s\n\nconst zzChange = %d\n", packageName(one), time.Now().UnixNano()+int64(i))
		if err := one.studentTimed(out, over, &m.linkedBuild, &m.servantBuild); err != nil {
			return err
		}
	}
	return nil
}

func (m *measured) test(t *testing.T, one *module, name string, sealed bool, reason any) {
	linked := one.runLinked(name)
	if linked.code != 0 {
		return
	}
	m.tests++
	m.passing = append(m.passing, name)
	m.apartRun += linked.cpu
	if !sealed {
		m.refused++
		m.refusedRun += linked.cpu
		t.Logf("  %s: %s", name, reasonText(reason))
		return
	}
	run := one.runSealed(name, "PUSHMARK_SEALED_CALLS=20000")
	if run.code == 85 {
		m.refused++
		m.refusedRun += linked.cpu
		t.Logf("  %s: more calls than the budget", name)
		return
	}
	m.sealedRun += run.cpu
	if run.code == 0 {
		m.equal++
		return
	}
	m.different = append(m.different, name)
	t.Logf("  %s differs: %d %s\n%s", name, run.code, tail(run.output), tail(run.servantOutput))
}
