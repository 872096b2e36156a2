// Package sample asks a servant by lines on two pipes, as the generated halves do by frames.
package sample

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

const canary = "literal-of-a-hidden-test-7f3a"

var answers, ask = bufio.NewReader(os.NewFile(6, "answers")), os.NewFile(7, "ask")

// The clock that the runtime of sealed tests has.
func init() {
	if limit, err := time.ParseDuration(os.Getenv("PUSHMARK_SEALED_LIMIT")); err == nil {
		time.AfterFunc(limit, func() { leave(88, "the time is used up") })
	}
}

// call asks one question; without an answer the process ends as the runtime of sealed tests would end it.
func call(question string) string {
	if os.Getenv("PUSHMARK_SEALED") != "6,7" {
		panic("no pipes")
	}
	fmt.Fprintln(ask, question)
	line, err := answers.ReadString('\n')
	if err != nil {
		leave(86, "the submission's process has ended")
	}
	if line == "garbage\n" {
		leave(87, "protocol violation: an answer to no call")
	}
	return strings.TrimSpace(line)
}

func leave(code int, why string) {
	fmt.Fprintln(os.Stderr, "pushmark: sealed: "+why)
	os.Exit(code)
}

func expect(t *testing.T, question, want string) {
	t.Helper()
	if got := call(question); got != want {
		t.Errorf("%s = %q, want %q", question, got, want)
	}
}

func TestAnswers(t *testing.T) { expect(t, "double 21", "42") }

// TestLeavesBehindItsTests has had its last answer when the servant ends.
func TestLeavesBehindItsTests(t *testing.T) {
	expect(t, "exit-soon 0", "soon")
	answers.ReadString('\n')
}

// TestWaitsInVain ends as the runtime of sealed tests does when there is no answer while variables are initialised.
func TestWaitsInVain(t *testing.T) {
	leave(86, "the submission's process did not answer while package variables were initialised")
}

func TestFails(t *testing.T) { expect(t, "double 21", "43") }

func TestParts(t *testing.T) {
	t.Run("before", func(t *testing.T) { expect(t, "double 1", "2") })
	t.Run("ends", func(t *testing.T) { expect(t, "exit 3", "") })
}

func TestLeavesSilently(t *testing.T) { expect(t, "exit 0", "") }

func TestGarbage(t *testing.T) { expect(t, "garbage", "") }

func TestHangs(t *testing.T) { expect(t, "hang", "") }

func TestFloods(t *testing.T) { expect(t, "print 0", "printed") }

func TestPrints(t *testing.T) { expect(t, "print 40", "printed") }

func TestStrays(t *testing.T) { expect(t, "stray", "started") }

func TestStays(t *testing.T) { expect(t, "stay", "staying") }

func TestRaces(t *testing.T) { expect(t, "race", "raced") }

func TestEndsBetweenCalls(t *testing.T) {
	expect(t, "panic-soon", "soon")
	answers.ReadString('\n') // until there is nobody who could answer
}

func TestEndsAndNobodyAsks(t *testing.T) {
	expect(t, "panic-soon", "soon")
	time.Sleep(time.Hour)
}

// TestLooksAround has the servant look for everything that is not its own, while secrets lie where tests have them.
func TestLooksAround(t *testing.T) {
	golden, err := os.ReadFile("testdata/golden.txt")
	if err != nil || !strings.Contains(string(golden), "canary") {
		t.Fatalf("%q, %v", golden, err)
	}
	os.Setenv("SECRET", canary)
	if err := os.WriteFile(t.TempDir()+"/secret.txt", []byte(canary), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(os.TempDir()+"/secret.txt", []byte(canary), 0o666); err != nil {
		t.Fatal(err)
	}
	expect(t, "look "+fmt.Sprint(os.Getpid()), "nothing")
}

// TestLeavesFiles leaves a file in its private folder and one beside it, for the next test's servant to find.
func TestLeavesFiles(t *testing.T) {
	for _, dir := range []string{os.TempDir(), os.TempDir() + "/.."} {
		if err := os.WriteFile(dir+"/left.txt", []byte(canary), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, "leave", "left")
}

func TestFindsNothing(t *testing.T) {
	if left, _ := os.ReadDir(os.TempDir() + "/.."); len(left) > 2 {
		t.Errorf("%v", left)
	}
	expect(t, "list", "[]")
}

func TestSeesItsData(t *testing.T) { expect(t, "read testdata/greeting.txt", "hello") }

func TestSeesNoSecretsOfOurs(t *testing.T) {
	if os.Getenv("PUSHMARK_SEED") != "5eed" {
		t.Error("the tests have no seed")
	}
	expect(t, "environment", "GOMAXPROCS=2 GORACE=halt_on_error=1 exitcode=66 atexit_sleep_ms=50 HOME LANG=C.UTF-8 PUSHMARK_SERVANT=3,4 TMPDIR USER=student")
}
