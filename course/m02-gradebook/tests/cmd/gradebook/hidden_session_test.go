package main_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"pushmark/kit/programs"
)

// session starts the command with these lines and gives what it printed, the lines that it reported, and its exit status.
func session(t *testing.T, lines ...string) (out string, reports []string, status int) {
	t.Helper()
	cmd := programs.Command(t, ".")
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	var errs strings.Builder
	cmd.Stderr = &errs
	printed, err := cmd.Output()
	if end := (*programs.ExitError)(nil); errors.As(err, &end) {
		status = end.Code
	} else if err != nil {
		t.Fatal(err)
	}
	return string(printed), strings.Split(strings.TrimSuffix(errs.String(), "\n"), "\n"), status
}

// good demands a session without a bad line.
func good(t *testing.T, want string, lines ...string) {
	t.Helper()
	out, reports, status := session(t, lines...)
	if out != want {
		t.Errorf("session %q printed %.300q, want %.300q", brief(lines), out, want)
	}
	if status != 0 || reports[0] != "" {
		t.Errorf("session %q: status %d and %.200q on standard error, want 0 and nothing", brief(lines), status, reports)
	}
}

// brief keeps a message readable.
func brief(lines []string) []string {
	return lines[:min(len(lines), 12)]
}

func TestSessionOfTheTask(t *testing.T) {
	lines := []string{"add ann 80 90", "average ann", "average bob", "top x", "top 3"}
	out, reports, status := session(t, lines...)
	if want := "85.00\nann 85.00\n"; out != want || status != 1 {
		t.Errorf("session %q printed %.200q with status %d, want %q with 1", lines, out, status, want)
	}
	demand(t, lines, reports, 3, 4)
}

func TestSessionWithEveryOrder(t *testing.T) {
	good(t, "", "")
	good(t, "75.00\nbob 75.00\ncleo 70.50\nann 70.00\n0 0 2 1\n80.00\nann\t1\t75.00\ncleo\t2\t75.50\ndan\t0\t-\n",
		"add cleo 71 70", "", "   add \t bob  70", "add bob 80", "add ann 70", "add dan",
		"average bob", "top 5", "histogram 4", "curve 5", "average bob", "remove bob", "report")
}

func TestSessionReportsInOrder(t *testing.T) {
	names := strings.Fields("mia Zoe ann ben cleo dan eve Ann fay gus hal ida")
	var lines, report []string
	for i, name := range names {
		lines = append(lines, fmt.Sprintf("add %s %d", name, 50+i))
		report = append(report, fmt.Sprintf("%s\t1\t%d.00\n", name, 50+i))
	}
	slices.Sort(report)
	once := strings.Join(report, "")
	good(t, once+once, append(lines, "report", "report")...)
}

func TestSessionGoesOnAfterBadLines(t *testing.T) {
	lines := []string{
		"add ann 80", "add ann 90 x", "fly", "top", "top two", "average", "average bob", "average ann extra", "add",
		"remove bob", "curve up", "histogram 0", "histogram -1", "histogram few", "report all", "add eve", "average eve",
		"add bob 60", "report", "top 1",
	}
	out, reports, status := session(t, lines...)
	if want := "ann\t1\t80.00\nbob\t1\t60.00\neve\t0\t-\nann 80.00\n"; out != want || status != 1 {
		t.Errorf("session %q printed %.300q with status %d, want %q with 1", lines, out, status, want)
	}
	demand(t, lines, reports, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17)
}

// demand wants one report for each of these lines, in order.
func demand(t *testing.T, lines, reports []string, numbers ...int) {
	t.Helper()
	for i, number := range numbers {
		start := fmt.Sprintf("line %d: ", number)
		if i >= len(reports) || !strings.HasPrefix(reports[i], start) || len(reports[i]) == len(start) {
			t.Errorf("line %d, %q, is a bad one: want %q and the reason on standard error, got %.300q",
				number, lines[number-1], start, reports[min(i, len(reports)):])
			return
		}
	}
	if len(reports) > len(numbers) {
		t.Errorf("%d bad lines were reported, want %d; one too many: %.200q", len(reports), len(numbers), reports[len(numbers)])
	}
}

func TestSessionOfThousands(t *testing.T) {
	var seed [32]byte
	copy(seed[:], os.Getenv("PUSHMARK_SEED"))
	random := rand.New(rand.NewChaCha8(seed))
	sums, counts := map[string]int{}, map[string]int{}
	var lines []string
	var want strings.Builder
	for range 4000 {
		name := fmt.Sprintf("s%d", random.IntN(300))
		score := random.IntN(101)
		lines = append(lines, fmt.Sprintf("add %s %d", name, score), "average "+name)
		sums[name] += score
		counts[name]++
		fmt.Fprintf(&want, "%.2f\n", float64(sums[name])/float64(counts[name]))
	}
	good(t, want.String(), lines...)
}
