/** A Go test that starts a program and compares what it prints, as Classroom's io grader does. */

export interface ProgramTest {
  /** Of the test function: `Test…`. */
  readonly name: string;
  /** As people start it, e.g. `go run . -n 3`. */
  readonly shown: string;
  readonly args: readonly string[];
  readonly input: string;
  readonly output: string;
  readonly comparison: 'exact' | 'included' | 'regex';
}

/**
 * The file of tests for the programs of one package. The program is the test binary itself, started again: where tests
 * run there is no go command. Another way to start a program would change this function alone. Its names are odd because
 * they stand among those of the student.
 */
export function programTests(tests: readonly ProgramTest[]): string {
  return `package main

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestMain is the program when a test below starts it.
func TestMain(m *testing.M) {
	if os.Getenv("PUSHMARK_PROGRAM") != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// classroomAnswer starts the program and gives what it prints, without space around it.
func classroomAnswer(t *testing.T, shown, input string, args ...string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), "PUSHMARK_PROGRAM=1")
	cmd.Stdin = strings.NewReader(input)
	var out, diagnostics bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &diagnostics
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s ended with %v; it printed %q", shown, err, diagnostics.String())
	}
	return strings.TrimSpace(out.String())
}

func classroomPrints(t *testing.T, shown, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s = %q, want %q", shown, got, want)
	}
}

func classroomIncludes(t *testing.T, shown, got, want string) {
	t.Helper()
	if !strings.Contains(got, want) {
		t.Errorf("%s = %q, want %q in it", shown, got, want)
	}
}

func classroomMatches(t *testing.T, shown, got, want string) {
	t.Helper()
	if !regexp.MustCompile(want).MatchString(got) {
		t.Errorf("%s = %q, want a match of %q", shown, got, want)
	}
}

${tests.map(testFunction).join('\n')}`;
}

const COMPARE = { exact: 'classroomPrints', included: 'classroomIncludes', regex: 'classroomMatches' } as const;

function testFunction({ name, shown, args, input, output, comparison }: ProgramTest): string {
  const given = [shown, input.trim(), ...args].map(goString).join(', ');
  const want = goString(output.trim());
  return `func ${name}(t *testing.T) {
	got := classroomAnswer(t, ${given})
	${COMPARE[comparison]}(t, ${goString(shown)}, got, ${want})
}
`;
}

/** An interpreted string literal of Go. */
export function goString(text: string): string {
  const escaped = text.toWellFormed().replace(/[\u0000-\u001f\u007f-\u00a0"\\\u2028\u2029\p{Cf}\uFEFF]/gu, (sign) => {
    if (sign === '\n') return '\\n';
    if (sign === '\t') return '\\t';
    if (sign === '"' || sign === '\\') return `\\${sign}`;
    const code = sign.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}

/** Why Go's regular expressions cannot say what this one of JavaScript says; undefined when they can. */
export function foreignRegex(source: string): string | undefined {
  try {
    new RegExp(source);
  } catch {
    return 'it is no regular expression';
  }
  if (/\(\?(=|!|<=|<!)/.test(source)) return 'it looks ahead or behind, which Go has not';
  return /\\[1-9]|\\k<|\\u|\\c[A-Za-z]|\[\^?\]/.test(source) ? 'it uses what only JavaScript has' : undefined;
}
