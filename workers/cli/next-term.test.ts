import { expect, test } from 'vitest';
import { readCourse } from '#services/classroom/course/read.ts';
import { nextTerm } from './next-term.ts';

const last = `# How we teach Go.
title: Go, autumn
slug: go-26
term: autumn 2026
organisation: school
timezone: Europe/Berlin
repositories:
  school/x: { assignment: m01, student: ada }
late: { per-day: 10%, grace: 10m }
staff: { tina: teacher }
assignments:
  - m01
  - folder: m02 # the hard one
    opens: 2026-10-01 08:00
    due: 2026-10-20 23:59
    cutoff: 2026-10-27T23:59:00+01:00
    counts: best
    late: { cap: 50% }
`;

test('dates move by whole days and keep their time; comments and people stay, old repositories go', () => {
  const text = nextTerm(last, { slug: 'go-27', title: 'Go, next autumn', term: 'autumn 2027', shiftDays: 364 });
  expect(text).toContain('# How we teach Go.');
  expect(text).toContain('# the hard one');
  expect(text).not.toContain('school/x');
  for (const date of ['opens: 2027-09-30 08:00', 'due: 2027-10-19 23:59', 'cutoff: 2027-10-26T23:59:00+01:00'])
    expect(text).toContain(date);
  const { document } = readCourse(text, 'folder');
  expect(document).toMatchObject({
    slug: 'go-27',
    title: 'Go, next autumn',
    term: 'autumn 2027',
    staff: [{ login: 'tina' }],
  });
});

test('without a shift dates are taken out with what needs them, and stand in a comment', () => {
  const text = nextTerm(last, { slug: 'go-27', title: undefined, term: undefined, shiftDays: undefined });
  const { document } = readCourse(text, 'folder');
  expect(document).toMatchObject({ slug: 'go-27', title: 'Go, autumn' });
  expect(document.term).toBeUndefined();
  expect(document.assignments[1]?.rules).toMatchObject({ counts: 'best', graceMs: 0 });
  expect(document.assignments[1]?.rules.due).toBeUndefined();
  expect(text).toContain('#   m02: opens: 2026-10-01 08:00, due: 2026-10-20 23:59');
  expect(text).toContain('#   late: {"per-day":"10%","grace":"10m"}');
});
