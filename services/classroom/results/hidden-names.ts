/** Names of tests that somebody must not see, and what gives them away. */
import type { Case, Finding, Judgement } from '#graders/check.ts';

/** `a/b.TestTop/x`: a folder and a test. */
const testOf = /(?:^|\.)((?:Test|Example|Fuzz|Benchmark)[\p{L}\p{N}_]*(?:\/.*)?)$/su;

/** A judgement of which these cases are hidden, without anything that names them or was seen in them alone. */
export function withoutHidden(judgement: Judgement, hidden: readonly Case[]): Judgement {
  const names = hidden.map(({ name }) => name);
  const cases = judgement.cases.filter(({ name }) => !names.includes(name));
  if (names.length === 0) return { ...judgement, evidence: {} };
  const tests = mentioning(names.map((name) => testOf.exec(name)?.[1] ?? name));
  const tops = mentioning(names.map((name) => (testOf.exec(name)?.[1] ?? name).replace(/\/.*/s, '')));
  return {
    ...judgement,
    ...{ evidence: {}, cases: cases.map((one) => untold(one, tests)) },
    summary: tests(judgement.summary) ? passedOf(cases) : judgement.summary,
    findings: judgement.findings
      .filter(
        (finding) => mayBeSeen(finding, judgement.cases, names) && (isOwnWords(finding) || !tops(finding.message)),
      )
      .map(({ detail, tests: _, ...finding }) => (detail && !tops(detail) ? { ...finding, detail } : finding)),
  };
}

/** Seen in some test of which no part is hidden, or in none. */
function mayBeSeen({ tests }: Finding, cases: readonly Case[], hidden: readonly string[]): boolean {
  if (!tests) return true;
  return tests.some((test) => {
    const parts = cases.filter(({ name }) => name === test || name.startsWith(`${test}/`));
    return parts.length > 0 && parts.every(({ name }) => !hidden.includes(name));
  });
}

/** The compiler's about the student's files: their names are the student's. */
function isOwnWords({ rule }: Finding): boolean {
  return rule === 'compile';
}

function untold(one: Case, gives: (text: string) => boolean): Case {
  const { cause, output, input, got, want, ...rest } = one;
  const open = Object.entries({ input, got, want }).filter(([, text]) => text !== undefined && !gives(text));
  const lines = output?.split('\n').filter((line) => !gives(line));
  return {
    ...rest,
    ...Object.fromEntries(open),
    ...(cause !== undefined && { cause: gives(cause) ? 'Why names a test that is not shown.' : cause }),
    ...(lines && { output: lines.join('\n') }),
  };
}

function passedOf(cases: readonly Case[]): string {
  return `${cases.filter(({ verdict }) => verdict === 'pass').length} of ${cases.length} tests that are shown passed`;
}

/** Whether a text holds one of the names as a word of its own. */
function mentioning(names: readonly string[]): (text: string) => boolean {
  const all = names.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${all.join('|')})(?![\\p{L}\\p{N}_])`, 'u');
  return (text) => word.test(text);
}
