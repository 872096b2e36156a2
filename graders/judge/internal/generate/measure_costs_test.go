package generate_test

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// What a submission costs in each way: the student's build and a run of all tests that pass, CPU of all processes, the
// median of several times. What the supervisor adds to each process of shared and sealed tests is not in it.

// bare is what `go test -vet=off` does: one program, one process.
func (m measured) bare() time.Duration { return m.linkedBuild + m.linkedRun }

// typed is `go test` as it is typed, which vets as well.
func (m measured) typed() time.Duration { return m.goTest }

// shared is one program and a process for each test.
func (m measured) shared() time.Duration { return m.sharedBuild + m.apartRun }

// decided is a servant and two processes for each test that is sealed; if any is refused, a program of those besides.
func (m measured) decided() time.Duration {
	if m.refused == 0 {
		return m.servantBuild + m.sealedRun
	}
	return m.servantBuild + m.sealedRun + m.partedBuild + m.refusedRun
}

func (m measured) whole() bool { return m.refused == 0 }

// some is whether it is sealed at all and has something to compare.
func (m measured) some() bool { return m.trouble == "" && m.tests > m.refused && len(m.different) == 0 }

// costs is the table of all packages in which something is sealed, and what it comes to.
func costs(all []measured) string {
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "package\ttests\tlinked\tgo test\tbare\tshared\tsealed\tshared/bare\tsealed/bare\tsealed/go test")
	var whole, parted []measured
	for _, m := range all {
		if !m.some() {
			continue
		}
		fmt.Fprintf(table, "%s\t%d\t%d\t%v\t%v\t%v\t%v\t%.2f\t%.2f\t%.2f\n", m.name, m.tests, m.refused, rounded(m.typed()),
			rounded(m.bare()), rounded(m.shared()), rounded(m.decided()), ratio(m.shared(), m.bare()),
			ratio(m.decided(), m.bare()), ratio(m.decided(), m.typed()))
		if m.whole() {
			whole = append(whole, m)
		} else {
			parted = append(parted, m)
		}
	}
	table.Flush()
	return text.String() + summed("all tests sealed", whole) + summed("some linked", parted)
}

func summed(name string, all []measured) string {
	if len(all) == 0 {
		return ""
	}
	var typed, bare, shared, sealed time.Duration
	for _, m := range all {
		typed, bare, shared, sealed = typed+m.typed(), bare+m.bare(), shared+m.shared(), sealed+m.decided()
	}
	slices.SortFunc(all, func(a, b measured) int {
		return int(1e6 * (ratio(a.decided(), a.bare()) - ratio(b.decided(), b.bare())))
	})
	middle, worst := all[len(all)/2], all[len(all)-1]
	return fmt.Sprintf("%s: %d packages, go test %v, bare %v, shared %v (%.2f), sealed %v (%.2f, of go test %.2f); median %.2f, worst %.2f (%s)\n",
		name, len(all), rounded(typed), rounded(bare), rounded(shared), ratio(shared, bare), rounded(sealed), ratio(sealed, bare),
		ratio(sealed, typed), ratio(middle.decided(), middle.bare()), ratio(worst.decided(), worst.bare()), worst.name)
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(max(b, 1)) }

func rounded(d time.Duration) time.Duration { return d.Round(time.Millisecond) }
