/** A Go test that starts a program and compares what it prints, as Classroom's io grader does. */

export interface ProgramTest {
  /** Of the test function: `Test…`. */
  readonly name: string;
  /** As people start it, e.g. `go run . -n 3`. */
  readonly shown: string;
  /** Of the program, from the root of the module. */
  readonly dir: string;
  readonly args: readonly string[];
  readonly input: string;
  readonly output: string;
  readonly comparison: 'exact' | 'included' | 'regex';
}

/**
 * The file of tests that start programs, in a folder of its own at the root of the module. Another way to start a program
 * would change this function alone.
 */
export function programTests(tests: readonly ProgramTest[]): string {
  return `// Package ${PROGRAM_TESTS} has the tests that GitHub Classroom ran by input and output.
package ${PROGRAM_TESTS}

import (
	"regexp"
	"strings"
	"testing"

	"pushmark/kit/programs"
)

// answer starts the program of a folder and gives what it prints, without space around it.
func answer(t *testing.T, shown, folder, input string, args ...string) string {
	t.Helper()
	cmd := programs.Command(t, folder, args...)
	cmd.Stdin = strings.NewReader(input)
	var out, problems strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s ended with %v; it printed %q", shown, err, problems.String())
	}
	return strings.TrimSpace(out.String())
}

func prints(t *testing.T, shown, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s = %q, want %q", shown, got, want)
	}
}

func includes(t *testing.T, shown, got, want string) {
	t.Helper()
	if !strings.Contains(got, want) {
		t.Errorf("%s = %q, want %q in it", shown, got, want)
	}
}

func matches(t *testing.T, shown, got, want string) {
	t.Helper()
	if !regexp.MustCompile(want).MatchString(got) {
		t.Errorf("%s = %q, want a match of %q", shown, got, want)
	}
}

${tests.map(testFunction).join('\n')}`;
}

/** The folder and package of these tests. */
export const PROGRAM_TESTS = 'classroomtests';

const COMPARE = { exact: 'prints', included: 'includes', regex: 'matches' } as const;

function testFunction({ name, shown, dir, args, input, output, comparison }: ProgramTest): string {
  const given = [shown, dir === '.' ? '..' : `../${dir}`, input.trim(), ...args].map(goString).join(', ');
  return `func ${name}(t *testing.T) {
	got := answer(t, ${given})
	${COMPARE[comparison]}(t, ${goString(shown)}, got, ${goString(output.trim())})
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
