package generate_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// reasons are what the construct of a refusal must contain; "" for tests that are sealed.
var reasons = map[string]string{
	"TestFine":                      "",
	"TestSetsAVariable":             "an assignment to the package variable Limit",
	"TestTakesAnAddress":            "the address of the package variable Limit",
	"TestReadsAVariableThatChanges": "calls has a variable that the package changes",
	"TestChannelWithoutDirection":   "Both has a channel without direction",
	"TestBuffer":                    "Buffer has bytes.Buffer, which hides its fields",
	"TestWaitGroup":                 "Group has sync.WaitGroup, which hides its fields",
	"TestLocation":                  "Zone has time.Location, which hides its fields",
	"TestGenericInterface":          "",
	"TestOwnTypeArgument":           "Keep has the type mine is the tests' own",
	"TestFuncAndChannel":            "Stream has a func among its parameters and a channel as its result",
	"TestCountsGoroutinesInAHelper": "runtime.NumGoroutine",
	"TestAllocations":               "testing.AllocsPerRun",
	"TestManyCalls":                 "a loop that calls the package 30000 times",
	"TestManyRoundsWithoutCalls":    "",
	"TestEnvironment":               "Setenv",
	"TestFiles":                     "TempDir",
	"TestStandardOutput":            "an assignment to os.Stdout",
	"TestBubble":                    "testing/synctest.Test",
	"TestComparesTheInside":         "reflect.DeepEqual sees the inside of Secret",
	"TestPrintsTheInside":           "fmt.Sprint sees the inside of Secret",
	"TestLogsTheInside":             "",
	"BenchmarkAdd":                  "a benchmark would measure the pipe",
}

func TestWhatCannotBeSealedIsSaidWithItsPlaceAndLeavesOtherTestsAlone(t *testing.T) {
	root, err := filepath.Abs("testdata/refused")
	if err != nil {
		t.Fatal(err)
	}
	m, err := generated(root, "odd")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range m.result.Decisions {
		want, known := reasons[d.Test]
		switch {
		case !known:
			t.Errorf("%s has no expectation", d.Test)
		case want == "" && d.Way != "sealed":
			t.Errorf("%s is refused: %+v", d.Test, *d.Reason)
		case want != "" && (d.Way != "shared" || !strings.Contains(d.Reason.Construct, want)):
			t.Errorf("%s: %s %+v, want %q", d.Test, d.Way, d.Reason, want)
		case want != "" && (d.Reason.File != "odd/p_test.go" || d.Reason.Line == 0 || d.Reason.Advice == ""):
			t.Errorf("%s: no place or advice: %+v", d.Test, *d.Reason)
		}
	}
	if len(m.result.Decisions) != len(reasons) {
		t.Errorf("%d decisions, want %d", len(m.result.Decisions), len(reasons))
	}
	out := t.TempDir()
	if err := m.build(out); err != nil {
		t.Fatal(err)
	}
	if err := m.student(out, nil); err != nil {
		t.Fatal(err)
	}
	if passed := m.compare(t); passed != 4 {
		t.Errorf("%d sealed tests have passed, want 4", passed)
	}
}
