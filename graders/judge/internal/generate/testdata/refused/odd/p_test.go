package odd

import (
	"bytes"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestFine(t *testing.T) {
	if Add(1, 2) != 3 || Limit != 3 || Make(2).Len() != 2 {
		t.Error("sum")
	}
}

func TestSetsAVariable(t *testing.T) { Limit = 4 }

func TestTakesAnAddress(t *testing.T) { p := &Limit; t.Log(*p) }

func TestReadsAVariableThatChanges(t *testing.T) { t.Log(calls) }

func TestChannelWithoutDirection(t *testing.T) {
	c := make(chan int, 1)
	Both(c)
}

func TestBuffer(t *testing.T) {
	var b bytes.Buffer
	Buffer(&b)
}

func TestWaitGroup(t *testing.T) {
	var wg sync.WaitGroup
	wg.Add(1)
	Group(&wg)
}

func TestLocation(t *testing.T) { Zone(time.UTC) }

type got int

func (g got) Get() int { return int(g) }

func TestGenericInterface(t *testing.T) { First[int](got(1)) }

type mine struct{ n int }

func TestOwnTypeArgument(t *testing.T) { Keep(mine{1}) }

func TestFuncAndChannel(t *testing.T) {
	for range Stream(func(n int) int { return n }, 2) {
	}
}

func goroutines() int { return runtime.NumGoroutine() }

func TestCountsGoroutinesInAHelper(t *testing.T) { t.Log(goroutines(), Add(1, 2)) }

func TestAllocations(t *testing.T) { testing.AllocsPerRun(1, func() { Add(1, 2) }) }

func TestManyCalls(t *testing.T) {
	for range 300 {
		for i := 0; i < 100; i++ {
			Add(i, i)
		}
	}
}

func TestManyRoundsWithoutCalls(t *testing.T) {
	n := Add(1, 1)
	for range 100_000_000 {
		n++
	}
	t.Log(n)
}

func TestEnvironment(t *testing.T) { t.Setenv("A", "b"); Add(1, 2) }

func TestFiles(t *testing.T) { t.Log(t.TempDir(), Add(1, 2)) }

func TestStandardOutput(t *testing.T) {
	old := os.Stdout
	os.Stdout = nil
	os.Stdout = old
	Add(1, 2)
}

func TestBubble(t *testing.T) { synctest.Test(t, func(*testing.T) { Add(1, 2) }) }

func TestComparesTheInside(t *testing.T) {
	if !reflect.DeepEqual(Make(1), Make(1)) {
		t.Error("different")
	}
}

func TestPrintsTheInside(t *testing.T) {
	if fmt.Sprint(Make(0)) != "{[] <nil>}" {
		t.Error("text")
	}
}

func TestLogsTheInside(t *testing.T) { t.Logf("%v", Make(1)) }

func BenchmarkAdd(b *testing.B) {
	for b.Loop() {
		Add(1, 2)
	}
}
