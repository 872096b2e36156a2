package greeting_test

import (
	"testing"

	"example.com/greeting"
)

func TestHello(t *testing.T) {
	if got, want := greeting.Hello("Ada"), "Hello, Ada!"; got != want {
		t.Errorf("Hello(%q) = %s; want %s", "Ada", got, want)
	}
}

func TestSum(t *testing.T) {
	cases := []struct {
		name   string
		values []int
		want   int
	}{
		{"one", []int{7}, 7},
		{"many", []int{1, 2, 3}, 6},
		{"none", nil, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := greeting.Sum(c.values); got != c.want {
				t.Errorf("Sum(%v) = %d; want %d", c.values, got, c.want)
			}
		})
	}
}

func TestSquare(t *testing.T) {
	if got := greeting.Square(3); got != 9 {
		t.Errorf("Square(3) = %d; want 9", got)
	}
}
