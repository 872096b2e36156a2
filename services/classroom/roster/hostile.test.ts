import { expect, test } from 'vitest';
import { readCsv } from '#services/classroom/csv/read.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { formulasIn, HOSTILE, HOSTILE_BYTES, HUGE, unseenIn } from '#services/platform/testing/hostile.ts';
import { groupName } from './groups.ts';
import { readRoster } from './read.ts';
import { writeRoster } from './write.ts';

/** The people of a file, or undefined where it is refused in words. */
function read(bytes: Uint8Array) {
  try {
    return readRoster(bytes, 'r.csv').people;
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    expect(unseenIn((error as Error).message)).toEqual([]);
    expect((error as Error).message.length).toBeLessThan(2000);
    return undefined;
  }
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

test.each([...HOSTILE, ...HUGE])(
  'a name that is $name is refused in words, or kept without what is not seen, and comes back the same',
  ({ text }) => {
    const people = read(Buffer.from(`name,email,institution_id,login,section\n${quoted(text)},,${quoted(text)},,\n`));
    if (!people) return;
    const written = writeRoster(people);
    const { header, rows } = readCsv(Buffer.from(written), 'w.csv');
    expect(formulasIn([header, ...rows].map(({ cells }) => cells))).toEqual([]);
    expect(unseenIn(written)).toEqual([]);
    expect(read(Buffer.from(written))).toEqual(people.map((person) => ({ ...person, line: 2 })));
  },
);

test.each(HOSTILE)('an e-mail address, a login or a head that is $name breaks nothing', ({ text }) => {
  for (const column of ['email', 'login', text]) read(Buffer.from(`name,${quoted(column)}\nada,${quoted(text)}\n`));
  read(Buffer.from(text));
});

test.each(HUGE)('a file that is $name breaks nothing', ({ text }) => {
  read(Buffer.from(text));
});

test.each(HOSTILE_BYTES)('a file with $name is refused in words', ({ bytes }) => {
  expect(read(Buffer.concat([Buffer.from('name\n'), bytes, Buffer.from('\n')]))).toBeUndefined();
});

test.each([...HOSTILE, ...HUGE])('a group called $name gets a name that GitHub takes, or none', ({ text }) => {
  expect(groupName(text) ?? 'x').toMatch(/^[a-z0-9][a-z0-9-]{0,59}$/);
});
