import { expect, it } from 'vitest';
import { glueTrouble } from './glue.ts';
import { studentPlaces } from './places.ts';
import { compiled, subject } from './recorded.ts';

const places = studentPlaces(subject());
const about = (line: number, name: string) => ({
  ...{ file: 'gradebook/zz_seal.go', line, name },
  lacks: `your package lacks ${name}`,
  differs: `${name} differs from the assignment's: want func ${name}()`,
});
const glue = [about(9, 'Entry'), about(9, 'Entry.Name'), about(20, 'Top')];

const failed = (...stderr: string[]) => compiled({ exitCode: 1, stderr: `${stderr.join('\n')}\n` });

it.each([
  ['gradebook/zz_seal.go:20:7: undefined: Top', 'your package lacks Top'],
  [
    'gradebook/zz_seal.go:20:7: cannot use Top (value of type func()) as func() int value in variable declaration',
    "Top differs from the assignment's: want func Top()",
  ],
  [
    './gradebook/zz_seal.go:9:12: v.Name undefined (type Entry has no field or method Name)',
    'your package lacks Entry.Name',
  ],
  ['gradebook/zz_seal.go:9:3: undefined: Entry', 'your package lacks Entry'],
  ['gradebook/book.go:3:1: syntax error: unexpected x', 'gradebook/book.go:3: syntax error: unexpected x'],
])('%s is told in words of the assignment', (message, words) => {
  expect(glueTrouble(failed('# example.com/gradebook', message), glue, places)?.cause).toBe(
    `the tests do not compile with your package: ${words}`,
  );
});

it('puts findings on the student’s own lines only', () => {
  const trouble = glueTrouble(
    failed('gradebook/book.go:3:1: syntax error', 'gradebook/zz_seal.go:20:7: undefined: Top'),
    glue,
    places,
  );
  expect(trouble?.findings.map(({ file, line }) => `${file}:${line}`)).toEqual(['gradebook/book.go:3']);
});

it('shows nothing of a generated line that nobody explains', () => {
  const trouble = glueTrouble(failed('zz_servant/main.go:3:1: secret'), glue, places);
  expect(trouble).toEqual({ cause: 'the tests do not compile with your package', findings: [] });
});

it('says what kept the compiler from its work, and nothing when all went well', () => {
  expect(glueTrouble(compiled({ ending: 'timed-out', exitCode: -1 }), glue, places)?.cause).toBe(
    'not run: your code takes too long to compile',
  );
  expect(glueTrouble(compiled(), glue, places)).toBeUndefined();
});
