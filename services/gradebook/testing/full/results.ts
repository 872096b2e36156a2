import { json } from '#services/platform/storable.ts';
import { judgement } from '../classroom.ts';

/** A path in one line, as git takes it, after `a.go` in any order. */
export const fileOf = (text: string) =>
  `z ${text
    .replace(/[\r\n]/g, ' ')
    .slice(0, 200)
    .toWellFormed()}.go`;

/** Everything that a check can say, in a text. */
export function fullJudgement(text: string) {
  const told = {
    cause: text,
    input: text,
    got: text,
    want: text,
    output: `${text}\nFAIL`,
    reproduce: text,
    hint: text,
  };
  const shown = { weight: 1, ...told };
  return judgement(0.5, {
    summary: text,
    cases: [
      { ...shown, name: `1 ${text}`, verdict: 'fail', visibility: 'visible', flaky: true },
      { ...shown, name: 'dropped', verdict: 'fail', visibility: 'visible' },
      { ...shown, name: `2 ${text}`, verdict: 'fail', visibility: 'visible', got: undefined! },
      { ...shown, name: `3 ${text}`, verdict: 'fail', visibility: 'hidden' },
      { ...shown, name: `4 ${text}`, verdict: 'pass', visibility: 'visible' },
    ],
    findings: [{ rule: text, level: 'error', file: 'a.go', line: 1, message: text, detail: text }],
    tampering: [text],
  });
}

/** What a run says besides its criteria. */
export function fullRun(text: string) {
  const findings = [{ rule: text, level: 'warning', file: fileOf(text), line: 0, message: text }];
  return {
    ...{ cause: 'hand-in', mode: 'shared', seed: text, tampering: json([text]), findings: json(findings) },
    ...{ versions: { go: text, image: text, assignment: text }, timings: { fetch: 120, compile: 900, run: 640 } },
    machines: { 1: { worker: text, cores: 8, load: 0.6, lanes: 4, busy: 2 } },
  };
}
