package basics

import (
	"math"
	"time"
)

type Celsius float64

func Add(a, b int) int                     { return a + b }
func Small(a int8, b uint16, c byte) int64 { return int64(a) + int64(b) + int64(c) }
func Join(parts ...string) (s string) {
	for _, p := range parts {
		s += p
	}
	return s
}
func Bits(f float64) uint64        { return math.Float64bits(f) }
func Same64(f float64) float64     { return f }
func Same32(f float32) float32     { return f }
func Conj(c complex128) complex128 { return complex(real(c), -imag(c)) }
func Reverse(a [3]int) [3]int      { return [3]int{a[2], a[1], a[0]} }
func Echo(b []byte) []byte         { return b }
func Kind(s []int) string {
	if s == nil {
		return "nil"
	}
	if len(s) == 0 {
		return "empty"
	}
	return "some"
}
func Nothing() []int        { return nil }
func Empty() map[string]int { return map[string]int{} }
func Count(words map[string][]int) int {
	n := 0
	for _, w := range words {
		n += len(w)
	}
	return n
}
func DivMod(a, b int) (q, r int, ok bool) {
	if b == 0 {
		return 0, 0, false
	}
	return a / b, a % b, true
}
func Later(t time.Time, d time.Duration) time.Time { return t.Add(d) }
func Fahrenheit(c Celsius) Celsius                 { return c*9/5 + 32 }
func Upper(r rune) rune                            { return r - 32 }
