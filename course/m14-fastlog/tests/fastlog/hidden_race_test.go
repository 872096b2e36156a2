package fastlog_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"course/fastlog/fastlog"
)

// read touches everything in a summary.
func read(s fastlog.Summary) string { return fmt.Sprintf("%+v", s) }

// mustAnalyze wants an answer, and leaves it to other tests whether it is the right one.
func mustAnalyze(t *testing.T, log []byte) fastlog.Summary {
	s, err := fastlog.Analyze(bytes.NewReader(log))
	if err != nil || s.Lines == 0 || len(s.Paths) == 0 {
		t.Errorf("Analyze = %d lines, %d paths, %v, want some, some, nil", s.Lines, len(s.Paths), err)
	}
	return s
}

func logs(r *rand.Rand, n int) [][]byte {
	var all [][]byte
	for range n {
		all = append(all, generate(r, 900, 40, 60))
	}
	return all
}

// TestRaceOfCallers analyses several logs at once; each caller keeps its answer and reads it while the others work.
func TestRaceOfCallers(t *testing.T) {
	var callers sync.WaitGroup
	for _, log := range logs(random(), 4) {
		callers.Go(func() {
			for range 4 {
				s := mustAnalyze(t, log)
				before := read(s)
				mustAnalyze(t, log)
				if after := read(s); after != before {
					t.Errorf("a summary became %s while others were made, want %s", excerpt(after, before), excerpt(before, after))
				}
			}
		})
	}
	callers.Wait()
}

// TestRaceOfReaders reads an answer elsewhere while the next one is made.
func TestRaceOfReaders(t *testing.T) {
	all := logs(random(), 6)
	var readers sync.WaitGroup
	for _, log := range all {
		s := mustAnalyze(t, log)
		readers.Go(func() { read(s) })
	}
	readers.Wait()
}
