package sample

import "testing"

func BenchmarkSum(b *testing.B) {
	for _, size := range []struct {
		name string
		n    int
	}{{"small", 10}, {"large", 250}} {
		b.Run(size.name, func(b *testing.B) {
			for b.Loop() {
				if got := Sum(size.n); len(got) != size.n {
					b.Fatalf("%d elements", len(got))
				}
			}
		})
	}
}
