package fastlog

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"course/fastlog/slow"
)

// sample makes a log of so many lines; a sixth as many clients, a tenth as many paths, and some lines that are none.
func sample(lines int) []byte {
	r := rand.New(rand.NewPCG(1, uint64(lines)))
	var log bytes.Buffer
	for i := range lines {
		if i%97 == 96 {
			log.WriteString("# restarted\n")
			continue
		}
		fmt.Fprintf(&log, "2026-03-%02dT%02d:%02d:00Z 10.0.%d.%d GET /shop/item-%d?page=%d %d %d %d\n", 1+r.IntN(28), r.IntN(24), r.IntN(60),
			r.IntN(lines/6+1)/256, r.IntN(lines/6+1)%256, r.IntN(lines/10+1), r.IntN(9), 200+100*r.IntN(4), r.IntN(1<<20), r.IntN(3000))
	}
	return log.Bytes()
}

var sizes = []int{100, 1000, 10_000}

func BenchmarkAnalyze(b *testing.B) {
	for _, lines := range sizes {
		b.Run(fmt.Sprint("lines=", lines), func(b *testing.B) {
			log := sample(lines)
			b.SetBytes(int64(len(log)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Analyze(bytes.NewReader(log)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSlow(b *testing.B) {
	for _, lines := range sizes {
		b.Run(fmt.Sprint("lines=", lines), func(b *testing.B) {
			log := sample(lines)
			b.SetBytes(int64(len(log)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := slow.Analyze(bytes.NewReader(log)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
