import { crc32, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { tree } from '#services/classroom/trees.ts';
import { safeName } from '../safe-name.ts';
import { zip } from '../zip.ts';
import { likenessTree } from './layout.ts';

const files = (texts: Record<string, string>) =>
  tree(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
const starter = files({ 'go.mod': 'module m', 'a/a.go': 'package a // given', 'a/b.go': 'package a' });
const handedInAt = new Date('2026-11-20T10:00:00Z');
const submission = (owner: string, texts: Record<string, string>) => ({
  ...{ owner, fullName: `=${owner}`, section: 'A', handedInAt, files: files(texts) },
});

const made = likenessTree(
  [
    submission('ada', {
      'a/a.go': 'package a // mine',
      'a/b.go': 'package a',
      'moved/x.go': 'package a // given',
      'go.mod': 'module m',
    }),
    submission('Ada', { 'c.go': 'package c' }),
    submission('../../con', { 'a/../../etc.go': 'package e', 'AUX.go': 'package d' }),
    submission('lazy', { 'a/a.go': 'package a // given' }),
  ],
  starter,
);

test('each submission is a folder and a file, without what the starter gives', () => {
  expect([...made.keys()]).toEqual([
    ...['README.txt', 'info.csv', 'joined/Ada-2.go', 'joined/____con.go', 'joined/ada.go', 'joined/starter.go'],
    ...['starter/a/a.go', 'starter/a/b.go', 'submissions/Ada-2/c.go'],
    ...['submissions/____con/_AUX.go', 'submissions/____con/a/_/_/etc.go', 'submissions/ada/a/a.go'],
  ]);
  expect(Buffer.from(made.get('joined/ada.go')!).toString()).toBe('// a/a.go\npackage a // mine\n');
});

test('info.csv lists the joined files as Dolos reads them, the starter as what is to be ignored', () => {
  expect(Buffer.from(made.get('info.csv')!).toString().split('\n')).toEqual([
    'filename,id,full_name,label,created_at,ignored',
    'joined/starter.go,starter,starter,,,true',
    "joined/ada.go,ada,'=ada,A,2026-11-20T10:00:00.000Z,false",
    "joined/Ada-2.go,Ada-2,'=Ada,A,2026-11-20T10:00:00.000Z,false",
    "joined/____con.go,____con,'=../../con,A,2026-11-20T10:00:00.000Z,false",
    '',
  ]);
});

test.each([
  ['../x', '__x'],
  ['-rf', '_rf'],
  ['.git', '_git'],
  ['nul.go', '_nul.go'],
  ['a b\u202E;$(x)', 'a_b_x_'],
  ['x.', 'x_'],
  ['', '_'],
  ['é', 'e'],
  ['李', '_'],
])('%j is called %j on every system', (name, safe) => {
  expect(safeName(name)).toBe(safe);
});

test('an archive has every file where its directory says, and is the same for the same files', () => {
  const archive = zip(made);
  expect(zip(made)).toEqual(archive);
  const end = archive.length - 22;
  expect(archive.readUInt32LE(end)).toBe(0x06054b50);
  expect(archive.readUInt32LE(end + 16) + archive.readUInt32LE(end + 12)).toBe(end);
  const read = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  while (at < end) {
    const [packed, length, name] = [
      archive.readUInt32LE(at + 20),
      archive.readUInt32LE(at + 24),
      archive.readUInt16LE(at + 28),
    ];
    const local = archive.readUInt32LE(at + 42);
    expect(archive.subarray(local + 6, local + 28)).toEqual(archive.subarray(at + 8, at + 30));
    const content = inflateRawSync(archive.subarray(local + 30 + name, local + 30 + name + packed));
    expect([content.length, crc32(content)]).toEqual([length, archive.readUInt32LE(at + 16)]);
    read.set(archive.toString('utf8', at + 46, at + 46 + name), content.toString());
    at += 46 + name;
  }
  expect(read).toEqual(new Map([...made].map(([path, content]) => [path, Buffer.from(content).toString()])));
});
