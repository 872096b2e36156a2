package fastlog_test

import (
	"bytes"
	"runtime"
	"testing"

	"course/fastlog/fastlog"
	"course/fastlog/slow"
)

// BenchmarkAnalyze never gives the same log twice, and on one processor only, so that what counts is work saved.
func BenchmarkAnalyze(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	log := generate(random(), 4000, 1000, 600)
	want, err := slow.Analyze(bytes.NewReader(log))
	if err != nil {
		b.Fatal(err)
	}
	patch := len(log)/2 + bytes.Index(log[len(log)/2:], []byte("Z ")) - 5 // the minutes of a line in the middle
	in := bytes.NewReader(nil)
	for range 5 { // the heap grows to its size before the clock runs
		in.Reset(log)
		fastlog.Analyze(in)
	}
	runtime.GC()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		log[patch], log[patch+1] = byte('0'+i/10%6), byte('0'+i%10)
		in.Reset(log)
		got, err := fastlog.Analyze(in)
		if err != nil || got.Lines != want.Lines || got.Bytes != want.Bytes || got.Clients != want.Clients || len(got.Paths) != len(want.Paths) {
			b.Fatalf("Analyze counts %d lines, %d bytes, %d clients, %d paths, error %v, want %d, %d, %d, %d, nil",
				got.Lines, got.Bytes, got.Clients, len(got.Paths), err, want.Lines, want.Bytes, want.Clients, len(want.Paths))
		}
	}
}
