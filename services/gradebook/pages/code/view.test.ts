import { expect, test } from 'vitest';
import type { Remark } from '#services/classroom/results/marks.ts';
import type { RunResult } from '#services/classroom/results/run.ts';
import { seenBy } from '#services/classroom/results/seen.ts';
import { tree } from '#services/classroom/trees.ts';
import { criterion, judgement } from '../../testing/classroom.ts';
import { saidAbout } from './said.ts';
import { codeView } from './view.ts';

const remark: Remark = { id: 1, file: 'b.go', line: 2, text: 'why?', madeBy: 'helper', madeAt: new Date() };

function view(files: Record<string, string | Buffer>, more: Partial<Parameters<typeof codeView>[0]> = {}): string {
  const remarked = { submissionId: 7, remarks: [], mayMark: false, ...more };
  const all = tree(Object.entries(files).map(([path, text]) => [path, Buffer.from(text as string)]));
  const said = saidAbout(undefined, remarked);
  return String(codeView({ ...remarked, files: all, given: new Set(), said, open: false, ...more }));
}

const names = (html: string) => [...html.matchAll(/<code>([\w.]+\.\w+)<\/code>/g)].map(([, name]) => name);

test('every file is there, with all its lines numbered, and nothing in it is markup', () => {
  const html = view({ 'a.go': 'package a\n<script>\n', 'notes.md': 'x' });
  expect(names(html)).toEqual(['a.go', 'notes.md']);
  expect(html).toMatch(/id="L-a.go-1"[\s\S]*package a[\s\S]*id="L-a.go-2"[\s\S]*&lt;script&gt;/);
  expect(html).not.toContain('id="L-a.go-3"');
});

test('what something is said about comes first and is open, what the starter gave comes last', () => {
  const html = view(
    { 'a.go': 'a', 'b.go': 'b\nb', 'go.mod': 'module b', 'z.go': 'z' },
    { remarks: [remark], given: new Set(['a.go', 'go.mod']) },
  );
  expect(names(html)).toEqual(['b.go', 'z.go', 'a.go', 'go.mod']);
  expect(html.match(/<details class="file" open>/g)).toHaveLength(1);
  expect(html).toMatch(/a\.go<\/code> <small>1 line<\/small> <small>as in the starter/);
});

test('what a student must not see is not said on its lines either', () => {
  const finding = { rule: 'vet', level: 'warning', file: 'a.go', line: 1, message: 'a secret of the tests' } as const;
  const outcome = {
    criterion: criterion('unit', 10, { visibility: 'hidden' }),
    judgement: judgement(0, { findings: [finding] }),
  };
  const run = { tampering: [], findings: [], criteria: [outcome] } as unknown as RunResult;
  const lines = (seen: RunResult) =>
    view({ 'a.go': 'x' }, { said: saidAbout(seen, { submissionId: 7, remarks: [], mayMark: false }) });
  const look = { now: new Date(), due: undefined };
  expect(lines(seenBy(run, { viewer: 'staff', ...look }))).toContain('a secret of the tests');
  expect(lines(seenBy(run, { viewer: 'participant', ...look }))).not.toContain('a secret of the tests');
});

test('who is to mark finds all open that the student wrote', () => {
  const html = view({ 'a.go': 'a', 'b.go': 'b', 'go.mod': 'm' }, { open: true, given: new Set(['a.go']) });
  expect(html.match(/<details class="file" open>/g)).toHaveLength(1);
});

test('about a whole file is said above its first line; beyond its end, on the last', () => {
  const said = [0, 99].map((line) => ({
    file: 'a.go',
    line,
    by: 'check' as const,
    text: saidAbout(undefined, { submissionId: 1, remarks: [{ ...remark, text: `at ${line}` }], mayMark: false })[0]!
      .text,
  }));
  expect(view({ 'a.go': 'one\ntwo' }, { said })).toMatch(/id="L-a.go-0"[\s\S]*at 0[\s\S]*one[\s\S]*two[\s\S]*at 99/);
});

test('a file that is too long, or no text, is not on the page; the long one has a page of its own', () => {
  const html = view({ 'long.go': 'x\n'.repeat(2000), 'wide.go': 'x'.repeat(200_000), 'a.bin': Buffer.from([1, 0, 2]) });
  expect(html.match(/too long for this page/g)).toHaveLength(2);
  expect(html).toContain('href="/submissions/7/code?file=long.go"');
  expect(html).toContain('It is no text');
  expect(html.length).toBeLessThan(3000);
});

test('however many files there are, the page stays light', () => {
  const files = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`f${i}.go`, 'a < b && c\n'.repeat(50)]));
  const html = view(files, { mayMark: true });
  expect(html).toContain('And 2900 more files.');
  expect(html.length).toBeLessThan(600_000);
});
