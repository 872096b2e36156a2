package main_test

// No student ever sees this comment: qz9xp4r7ogw2m8c5x1d6k0tz

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"pushmark/kit/programs"
)

// secret is in the program of the tests and in no message.
var secret = "qz9xu3s8iden5b1y7h2v9jqa"

func answer(t *testing.T, input string, args ...string) string {
	t.Helper()
	cmd := programs.Command(t, ".", args...)
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("sum of %d bytes: %v", len(input), err)
	}
	if string(out) == secret {
		t.Log(secret)
	}
	return string(out)
}

func TestSum(t *testing.T) {
	for _, input := range []string{"3\n2\n1\n", "1\n2\n3\n"} {
		if got := answer(t, input); got != "6\n" {
			t.Errorf("sum of %q = %.200q, want %q", input, got, "6\n")
		}
	}
}

func TestSumOfRandomNumbers(t *testing.T) {
	var seed [32]byte
	copy(seed[:], os.Getenv("PUSHMARK_SEED"))
	random, total := rand.New(rand.NewChaCha8(seed)), 0
	var input strings.Builder
	for range 5000 {
		n := random.IntN(2_000_001) - 1_000_000
		total += n
		fmt.Fprintln(&input, n)
	}
	if got, want := answer(t, input.String()), strconv.Itoa(total)+"\n"; got != want {
		t.Errorf("sum of 5000 numbers = %.200q, want %q", got, want)
	}
}

func TestStatusOfNoNumber(t *testing.T) {
	cmd := programs.Command(t, ".")
	cmd.Stdin = strings.NewReader("1\nx\n")
	out, err := cmd.Output()
	end := (*programs.ExitError)(nil)
	if !errors.As(err, &end) || end.Code != 3 || len(out) > 0 || !strings.Contains(string(end.Stderr), "2") {
		t.Errorf("sum of x: %v, printed %.200q, want status 3 and the line on standard error", err, out)
	}
}

func TestFiles(t *testing.T) {
	golden, err := os.ReadFile("testdata/golden.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, want, _ := strings.Cut(string(golden), "\n")
	folder := programs.NewFolder(t)
	folder.WriteFile("a.txt", []byte("1\n2\n"))
	folder.WriteFile("below/b.txt", []byte("40\n2\n"))
	cmd := programs.Command(t, ".", "-o", "answers.txt", "a.txt", "below/b.txt")
	cmd.Folder = folder
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("sum of files: %v, printed %.200q, want nothing", err, out)
	}
	if got, err := folder.ReadFile("answers.txt"); string(got) != want {
		t.Errorf("answers.txt holds %.200q, %v, want %q", got, err, want)
	}
}

func TestInterrupt(t *testing.T) {
	cmd := programs.Command(t, ".", "-v")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	told, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	io.WriteString(in, "20\n3\n")
	for lines := bufio.NewScanner(told); lines.Scan() && lines.Text() != "23"; {
	}
	if err := cmd.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil || out.String() != "23\n" {
		t.Errorf("interrupted after 20 and 3: %v, printed %.200q, want %q", err, out.String(), "23\n")
	}
}
