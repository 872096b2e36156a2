package basics_test

import (
	"math"
	"reflect"
	"testing"
	"time"

	"kit/basics"
)

func TestNumbers(t *testing.T) {
	if basics.Add(2, 3) != 5 || basics.Small(-1, 65535, 255) != 65789 {
		t.Error("sums")
	}
	if q, r, ok := basics.DivMod(7, 2); q != 3 || r != 1 || !ok {
		t.Error("DivMod", q, r, ok)
	}
	if basics.Conj(complex(1, 2)) != complex(1, -2) || basics.Reverse([3]int{1, 2, 3}) != [3]int{3, 2, 1} {
		t.Error("complex or array")
	}
	if basics.Fahrenheit(100) != 212 || basics.Upper('a') != 'A' {
		t.Error("named basic")
	}
}

func TestFloatBits(t *testing.T) {
	odd := math.Float64frombits(0x7ff8000000000123)
	if math.Float64bits(basics.Same64(odd)) != 0x7ff8000000000123 || basics.Bits(math.Copysign(0, -1)) != 1<<63 {
		t.Error("64 bits")
	}
	if math.Float32bits(basics.Same32(math.Float32frombits(0x7fc00123))) != 0x7fc00123 || !math.IsInf(basics.Same64(math.Inf(-1)), -1) {
		t.Error("32 bits")
	}
}

func TestText(t *testing.T) {
	if got := basics.Join("a", "\xff\xfe", "ü"); got != "a\xff\xfeü" {
		t.Errorf("%q", got)
	}
	if basics.Join() != "" || basics.Join([]string{"x", "y"}...) != "xy" {
		t.Error("variadic")
	}
	if !reflect.DeepEqual(basics.Echo([]byte{0, 1, 0, 255, 0}), []byte{0, 1, 0, 255, 0}) {
		t.Error("bytes")
	}
}

func TestNilAndEmpty(t *testing.T) {
	if basics.Kind(nil) != "nil" || basics.Kind([]int{}) != "empty" || basics.Kind([]int{1}) != "some" {
		t.Error("argument")
	}
	if basics.Nothing() != nil || basics.Empty() == nil || len(basics.Empty()) != 0 {
		t.Error("result")
	}
	if basics.Count(map[string][]int{"a": {1, 2}, "b": nil}) != 2 {
		t.Error("map")
	}
}

func TestTime(t *testing.T) {
	zone := time.FixedZone("X", 3*3600)
	start := time.Date(2026, 2, 28, 23, 0, 0, 5, zone)
	got := basics.Later(start, 90*time.Minute)
	if !got.Equal(start.Add(90*time.Minute)) || got.Location().String() != "X" || got.Hour() != 0 {
		t.Error(got)
	}
	if !basics.Later(time.Time{}, 0).IsZero() || basics.Later(time.Unix(0, 0).UTC(), 0).Location() != time.UTC {
		t.Error("zero or UTC")
	}
}
