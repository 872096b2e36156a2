import { expect, test } from 'vitest';
import { InvalidInput } from '#services/platform/errors.ts';
import { readRoster } from './read.ts';
import { writeRoster } from './write.ts';

const ada = { name: 'Ada Lovelace', email: 'ada@example.edu', institutionId: 's1', login: 'ada', section: 'A' };
const ben = { name: 'Ben, the 2nd', email: 'ben@example.edu', institutionId: 's2', login: 'ben-2', section: 'B' };

const files: [what: string, origin: string, text: string, people: unknown[]][] = [
  ['our own export', 'pushmark', writeRoster([ada, ben]), [ada, ben]],
  [
    'our own export with groups, as they are called',
    'pushmark',
    writeRoster([{ ...ada, group: 'blue_whales, sharks' }, ben]),
    [{ ...ada, group: 'blue_whales, sharks' }, ben],
  ],
  [
    'semicolons, a byte order mark and Windows line ends, as Excel writes them',
    'other',
    '\uFEFFName;E-Mail;Student ID;GitHub;Tutorial;Group\r\nAda Lovelace;ada@example.edu;s1;@Ada;A;Blue Whales\r\n',
    [{ ...ada, group: 'blue-whales' }],
  ],
  [
    'tabs, and addresses of profiles',
    'other',
    'Full name\tGitHub username\nAda Lovelace\thttps://github.com/Ada/\n',
    [{ name: 'Ada Lovelace', login: 'ada' }],
  ],
  [
    'first and last names, and no address',
    'other',
    'Surname,First name,Student number\nLovelace,Ada,s1\n',
    [{ name: 'Ada Lovelace', institutionId: 's1' }],
  ],
  [
    "Canvas's gradebook, without points possible and test student",
    'canvas',
    [
      'Student,ID,SIS User ID,SIS Login ID,Section,Lab 1 (4711),Current Score',
      '    Points Possible,,,,,10.00,(read only)',
      '"Lovelace, Ada",101,s1,ada@example.edu,A,9.5,95',
      '"Student, Test",999,,1234,A,,',
      '"Hopper, Grace",102,,,A,,',
    ].join('\n'),
    [
      { name: 'Ada Lovelace', email: 'ada@example.edu', institutionId: 's1', section: 'A' },
      { name: 'Grace Hopper', institutionId: '102', section: 'A' },
    ],
  ],
  [
    "Moodle's list of participants",
    'moodle',
    'First name,Last name,ID number,Email address,Groups\nAda,Lovelace,s1,ada@example.edu,A\n',
    [{ name: 'Ada Lovelace', email: 'ada@example.edu', institutionId: 's1', section: 'A' }],
  ],
  [
    "Moodle's gradebook in German, with its older word for the last name in English",
    'moodle',
    'Vorname,Nachname,ID-Nummer,E-Mail-Adresse,Aufgabe: Lab 1 (Punkte)\nAda,Lovelace,s1,ada@example.edu,9\n',
    [{ name: 'Ada Lovelace', email: 'ada@example.edu', institutionId: 's1' }],
  ],
  [
    "GitHub Classroom's roster, whose identifiers are numbers, addresses or names",
    'github-classroom',
    [
      '"identifier","github_username","github_id","name"',
      '"s1","Ada","101","Ada Lovelace"',
      '"ben@example.edu","","",""',
      '"Cleo of Alexandria","","",""',
    ].join('\n'),
    [
      { name: 'Ada Lovelace', institutionId: 's1', login: 'ada', githubId: 101 },
      { name: 'ben@example.edu', email: 'ben@example.edu' },
      { name: 'Cleo of Alexandria' },
    ],
  ],
  [
    "Classroom 50's roster",
    'classroom50',
    'username,first_name,last_name,email,section,github_id\nAda,Ada,Lovelace,ada@example.edu,A,101\n',
    [{ name: 'Ada Lovelace', email: 'ada@example.edu', login: 'ada', section: 'A', githubId: 101 }],
  ],
];

test.each(files)('reads %s', (_, origin, text, people) => {
  const read = readRoster(Buffer.from(text), 'people.csv');
  expect(read.origin).toBe(origin);
  expect(read.people.map(({ line, ...person }) => person)).toEqual(people);
});

test('says which lines name nobody', () => {
  const text = 'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Lovelace, Ada",1,,,A\n';
  expect(readRoster(Buffer.from(text), 'c.csv').skipped).toEqual(['line 2: the points possible']);
});

test('names that a spreadsheet would take for formulas come back as they were', () => {
  const odd = ['=HYPERLINK("x")', '@ada', '-1', '+1', "'=1", "''=1", "'quoted'"].map((name) => ({ name }));
  const text = writeRoster(odd);
  expect(
    text
      .split('\n')
      .slice(1, -1)
      .every((line) => /^"?'/.test(line)),
  ).toBe(true);
  expect(readRoster(Buffer.from(text), 'r.csv').people.map(({ name }) => ({ name }))).toEqual(odd);
});

test('signs that are not seen are taken out of names', () => {
  const name = '\u202Eada\u200B\u0007 \u00A0  lovelace\u2066';
  expect(readRoster(Buffer.from(`name\n"${name}"\n`), 'r.csv').people[0]?.name).toBe('ada lovelace');
});

const mistakes: [what: string, text: string | Uint8Array, words: string[]][] = [
  [
    'an address and a login that are none, each with its line and column',
    'name,email,institution_id,login,section\nAda,ada at example,,,\nBen,,,not a login,\n',
    [
      'r.csv:2:2: email: "ada at example" is no e-mail address; e.g. ada@example.edu, or leave it empty',
      'r.csv:3:4: login: "not a login" is no GitHub login: letters, digits and hyphens; or leave it empty',
    ],
  ],
  ['nobody', 'name,email\n,ada@example.edu\n', ['r.csv:2:1: name: is empty: everybody needs a name']],
  [
    'somebody twice',
    'name,email\nAda,Ada@example.edu\nBen,\nAda L,ada@example.edu\n',
    ['r.csv:4:1: email: ada@example.edu stands in line 2 as well; each person has an own one, on one line'],
  ],
  [
    'columns that name nobody',
    'foo,bar\n1,2\n',
    ['r.csv:1:1: names no column for people; have at least name, and any of'],
  ],
  ['an open quotation mark', 'name\nAda\n"Ben\n', ['r.csv:3:1: opens a quotation mark (") that is never closed']],
  ['Latin-1', Buffer.from('name\nAda\nJos\u00e9\n', 'latin1'), ['r.csv:3:1: is not UTF-8 (likely Latin-1']],
  ['UTF-16', Buffer.from('\uFEFFname\nAda\n', 'utf16le'), ['r.csv: is UTF-16; save it as "CSV UTF-8"']],
  ['a spreadsheet', Buffer.from('PK\u0003\u0004'), ['r.csv: is a spreadsheet or an archive, not CSV']],
  ['bytes that are no text', Buffer.from('name\nA\0da\n'), ['r.csv:2:1: has a byte 0 here']],
  ['nothing', '\n\n', ['r.csv: is empty; its first row must name the columns']],
  ['a name without end', `name\n${'a'.repeat(201)}\n`, ['r.csv:2:1: name: has 201 characters; at most 200 are kept']],
];

test.each(mistakes)('refuses %s', (_, text, words) => {
  const said = (() => {
    try {
      return readRoster(Buffer.from(text as string), 'r.csv');
    } catch (error) {
      return error;
    }
  })();
  expect(said).toBeInstanceOf(InvalidInput);
  const lines = (said as InvalidInput).message.split('\n');
  expect(lines.map((line, i) => line.slice(0, words[i]?.length))).toEqual(words);
});
