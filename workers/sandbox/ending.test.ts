import { expect, it } from 'vitest';
import { endingOf } from './ending.ts';

it.each([
  ['leaving by itself is an exit', 0, false, undefined, 'exited'],
  ['a failure of the judge is an exit too', 70, false, undefined, 'exited'],
  ['the kernel killed it for memory', 137, true, undefined, 'out-of-memory'],
  ['a child was killed for memory, the judge went on', 0, true, undefined, 'exited'],
  ['somebody killed it', 137, false, undefined, 'signalled'],
  ['it crashed', 139, false, undefined, 'signalled'],
  ['our clock killed it', 137, false, 'timed-out', 'timed-out'],
  ['our clock rang when it had just left', 0, false, 'timed-out', 'exited'],
  ['it ran into its memory before our clock, which killed the rest', 137, true, 'timed-out', 'timed-out'],
  ['it wrote too much', 137, false, 'output-limit', 'output-limit'],
  ['it wrote too much and left before it could be killed', 0, false, 'output-limit', 'output-limit'],
] as const)('%s', (_, exitCode, oomKilled, stop, ending) => {
  expect(endingOf({ exitCode, oomKilled }, stop)).toBe(ending);
});
