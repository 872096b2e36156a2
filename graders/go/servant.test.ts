import { expect, it } from 'vitest';
import type { ProcessOutcome, ServantOutcome } from '../steps/process.ts';
import { studentPlaces } from './places.ts';
import { process, subject } from './recorded.ts';
import { crashOf } from './servant.ts';
import { processTrouble } from './words.ts';

const student = subject();
const places = studentPlaces(student);

function sealed(changes: Partial<ProcessOutcome>, servant: Partial<ServantOutcome>): ProcessOutcome {
  const { ending, exitCode, signal, wallMs, cpuMs, peakBytes, strays, stdout, stderr, truncated } = process('');
  const whole = { ending, exitCode, signal, wallMs, cpuMs, peakBytes, strays, stdout, stderr, truncated };
  return process('TestTop', { ...changes, servant: { ...whole, ...servant } });
}

const ended = { exitCode: 86, completed: false, stderr: "pushmark: sealed: the submission's process has ended\n" };

const stack = (message: string, line: number) =>
  `panic: ${message}\n\ngoroutine 7 [running]:\nexample.com/gradebook/gradebook.Top(0x3)\n\t/tmp/trees/servant-0/gradebook/book.go:${line} +0x1d\n`;

it.each<[string, ProcessOutcome, string | undefined]>([
  ['ends early', sealed(ended, { exitCode: 3 }), 'your program ended with status 3 while the test ran'],
  ['ends early as if all were well', sealed(ended, {}), 'your program ended with status 0 while the test ran'],
  [
    'is killed',
    sealed(ended, { ending: 'signalled', exitCode: -1, signal: 'SIGKILL' }),
    'your program was ended by SIGKILL while the test ran',
  ],
  [
    'crashes behind the test’s back',
    sealed({}, { exitCode: 2, stderr: stack('later', 12) }),
    'panic: later at gradebook/book.go:12 in Top',
  ],
  [
    'answers what nobody asked',
    sealed({ ...ended, exitCode: 87 }, {}),
    'your program and its tests did not understand each other any more',
  ],
  [
    'is called without end',
    sealed({ ...ended, exitCode: 85 }, {}),
    'stopped: your code was called more often than a test may call it',
  ],
  ['served to the end', sealed({}, {}), undefined],
])('a servant that %s is told in words', (_, outcome, words) => {
  expect(processTrouble(outcome, student.limits, places)).toBe(words);
});

it('finds the stack of a panic that the tests passed on among those that they recovered', () => {
  const stderr = `${stack('expected', 5)}${stack('boom', 31)}${stack('expected', 6)}`;
  const crash = crashOf(sealed({ exitCode: 2, stderr: 'panic: boom [recovered, repanicked]\n\n' }, { stderr }), places);
  expect(crash).toMatchObject({ message: 'boom', at: { file: 'gradebook/book.go', line: 31, function: 'Top' } });
});

it('takes no recovered panic for the cause of another end', () => {
  const outcome = sealed(ended, { exitCode: 3, stderr: stack('expected', 5) });
  expect(crashOf(outcome, places)).toBeUndefined();
});
