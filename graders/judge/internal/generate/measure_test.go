package generate_test

import (
	"os"
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
	// CPU: building linked as the go command does it and as the judge does, running that; building the servant and
	// running sealed; the generator.
	linkedBuild, sharedBuild, linkedRun, servantBuild, sealedRun, generator time.Duration
	// CPU of every test in a process of its own, linked: of all tests, and of those that are refused.
	apartRun, refusedRun time.Duration
	// CPU of `go test`, and of building the program that has the refused tests alone.
	goTest, partedBuild time.Duration
	sealed              []string
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
	if err := m.afterwards(one, out); err != nil {
		m.trouble = first(err)
	}
	return m
}

// programs builds everything in turns. The first time is not counted: what others share is compiled then.
func (m *measured) programs(one *module, out string) (err error) {
	if err := one.build(out); len(one.sealedTests()) > 0 && err != nil {
		return err
	}
	err = one.lays(out)
	build := func(do func() error) time.Duration {
		if err == nil {
			err = one.change(out)
		}
		return timed(&err, do)
	}
	var linked, shared, servant []time.Duration
	for i := range 1 + rounds {
		a := build(func() error { return one.buildLinked(out) })
		b := build(func() error { return one.buildLinked(out, judges...) })
		c := build(func() error { return one.buildServant(out) })
		if i > 0 {
			linked, shared, servant = append(linked, a), append(shared, b), append(servant, c)
		}
	}
	m.linkedBuild, m.sharedBuild, m.servantBuild = median(linked), median(shared), median(servant)
	return err
}

// afterwards measures what needs to know which tests pass in which way: all tests in one process, by the program that
// was built and by all of `go test`, and the build of the linked ones alone.
func (m *measured) afterwards(one *module, out string) (err error) {
	if m.refused > 0 && len(m.sealed) > 0 {
		err = one.laysParted(out, m.sealed)
	}
	var run, typed, parted []time.Duration
	for i := range 1 + rounds {
		a := runAtOnce(one, m.passing)
		if err == nil {
			err = one.change(out)
		}
		b := timed(&err, func() error { return one.typeGoTest(out, m.passing) })
		c := timed(&err, func() error { return one.buildParted(out) })
		if i > 0 {
			run, typed, parted = append(run, a), append(typed, b), append(parted, c)
		}
	}
	m.linkedRun, m.goTest, m.partedBuild = median(run), median(typed), median(parted)
	return err
}

// apart runs a test several times linked in a process of its own and sealed; the last ends, with the median CPU.
func apart(one *module, name string, sealed bool) (linked, pair ran) {
	var a, b []time.Duration
	for range rounds {
		linked = one.runLinked(name)
		if a = append(a, linked.cpu); linked.code != 0 {
			return linked, pair
		}
		if sealed {
			pair = one.runSealed(name, "PUSHMARK_SEALED_CALLS=20000")
			b = append(b, pair.cpu)
		}
	}
	linked.cpu, pair.cpu = median(a), median(b)
	return linked, pair
}

func (m *measured) test(t *testing.T, one *module, name string, sealed bool, reason any) {
	linked, run := apart(one, name, sealed)
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
	if run.code == 85 {
		m.refused++
		m.refusedRun += linked.cpu
		t.Logf("  %s: more calls than the budget", name)
		return
	}
	m.sealedRun += run.cpu
	if run.code == 0 {
		m.equal++
		m.sealed = append(m.sealed, name)
		return
	}
	m.different = append(m.different, name)
	t.Logf("  %s differs: %d %s\n%s", name, run.code, tail(run.output), tail(run.servantOutput))
}
