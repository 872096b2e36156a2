package sample

import (
	"fmt"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

func TestMain(m *testing.M) {
	code := m.Run()
	os.Exit(code)
}

func TestNested(t *testing.T) {
	t.Log("a word from the outer test")
	t.Run("outer", func(t *testing.T) {
		t.Run("inner", func(t *testing.T) {
			t.Logf("got %d", Double(2))
		})
	})
}

func TestParallel(t *testing.T) {
	for i := range 20 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			time.Sleep(time.Millisecond)
			t.Log(i)
		})
	}
}

func TestBubble(t *testing.T) {
	t.Run("sleeps", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(time.Hour)
			t.Log("an hour later")
		})
	})
}

func TestSomeSkip(t *testing.T) {
	t.Run("skipped", func(t *testing.T) { t.Skip("not here") })
	t.Run("passed", func(t *testing.T) {})
}

func TestAllSkip(t *testing.T) {
	t.Run("skipped", func(t *testing.T) { t.Skip("not here") })
}

func TestReportsItsTree(t *testing.T) {
	text, err := os.ReadFile("testdata/greeting.txt")
	if err != nil || string(text) != "hello" {
		t.Errorf("testdata: %q, %v", text, err)
	}
	if err := os.WriteFile("here.txt", nil, 0o600); err == nil {
		t.Error("the tree is writable")
	}
	if err := os.WriteFile(t.TempDir()+"/there.txt", nil, 0o600); err != nil {
		t.Error(err)
	}
	if os.Getenv("PUSHMARK_RECORD") != "" || os.Getenv("PUSHMARK_SEED") != "5eed" {
		t.Error(os.Environ())
	}
}

func FuzzDouble(f *testing.F) {
	f.Add(1)
	f.Add(2)
	f.Fuzz(func(t *testing.T, n int) {
		if Double(n) != n+n {
			t.Error(n)
		}
	})
}

func ExampleDouble() {
	fmt.Println(Double(21))
	// Output: 42
}

func BenchmarkDouble(b *testing.B) {
	for b.Loop() {
		Double(1)
	}
}
