import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCsv } from '#services/classroom/csv/read.ts';
import { storable } from '#services/platform/storable.ts';
import { formulasIn, HOSTILE, oddAddresses, skeleton, unseenIn } from '#services/platform/testing/hostile.ts';
import { columnsWithout } from './testing/full/rows.ts';
import { type Answer, openWalk, type Walk } from './testing/full/walk.ts';
import { LOOKS } from './testing/looks.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const WORD = 'harmless';
let all: Walk;
let harmless: ReadonlyMap<string, Answer>;

beforeAll(async () => {
  all = await openWalk();
  harmless = await all.through(WORD);
});
afterAll(() => all?.close());

/** Columns that hold nothing which somebody can call or write: numbers of ours, digests, states, GitHub's own words. */
const OURS = [
  ...['bundle', 'sha', 'tree', 'digest', 'comment_digest', 'judging', 'before_sha', 'head_sha', 'root_sha', 'invite'],
  ...['state', 'kind', 'cause', 'phase', 'mode', 'step', 'role', 'match', 'gone', 'event', 'outcome', 'proof', 'slug'],
  ...[
    'guid',
    'delivery_guid',
    'heads_etag',
    'lease_owner',
    'shape',
    'verdicts',
    'counted_cases',
    'time_zone',
    'timings',
    'arrivals',
    'key',
    'data',
    'folder',
  ],
];
/** Never on a page: the queues' own, and what is only read by programs. */
const UNSEEN = [
  ...['assignment.rules', 'assignment_version.rules', 'check_run.subject', 'outbox.subject', 'content_name.name'],
  ...['delivery.action', 'delivery.facts', 'delivery.reason', 'github_budget.paused_why', 'judging_check.summary'],
  ...['proposal.before', 'setting.value', 'worker.name'],
];

test('everything that somebody can call or write is in the classroom that is walked through', async () => {
  await all.through(WORD);
  const without = await columnsWithout(all.database.owner, WORD);
  const known = (name: string) => UNSEEN.includes(name) || OURS.includes(name.replace(/^.*\./, ''));
  const mend = 'put it into testing/full, or among OURS if nobody outside can write it';
  expect(
    without.filter((name) => !known(name)),
    mend,
  ).toEqual([]);
});

test('every route answers in it', () => {
  const not = [...harmless].filter(([name, { status }]) => name.startsWith('/') && status >= 400).map(([name]) => name);
  // The way back from GitHub, which is closed once there is an App.
  expect(not).toEqual(['/setup/app 0']);
});

test('no page needs a script: every button is in a form that has an address, and no link is empty', () => {
  for (const [name, { type, body }] of harmless) {
    if (type !== 'text/html') continue;
    const outside = body.replace(/<form[\s\S]*?<\/form>/g, '');
    expect([
      name,
      ...(outside.match(/<button(?![^>]* form=)[^>]*>|href="#?"|\son\w+=|style=|<script>/g) ?? []),
    ]).toEqual([name]);
  }
});

test('each page is looked at by a test in Chromium', async () => {
  const pages = [...harmless].flatMap(([name, { type }]) => (type === 'text/html' ? [name.replace(/ \d+$/, '')] : []));
  const routes = new Set(pages.filter((name) => name.startsWith('/')));
  expect([...routes].filter((route) => !LOOKS[route])).toEqual([]);
  const tests: string[] = [];
  for await (const file of glob('services/**/*.system.test.ts', { cwd: ROOT }))
    tests.push(await readFile(join(ROOT, file), 'utf8'));
  const looking = tests.filter((text) => text.includes('expectWellMade(')).join();
  expect(
    Object.values(LOOKS).filter((name) => !looking.includes(`'${name}'`) && !looking.includes(`  ${name}: `)),
  ).toEqual([]);
});

/** Each counts at the beginning of a cell or of an address only, so each begins a text. */
const BEGIN = /^(a formula|a formula with (plus|minus|at)|a formula behind a tab|an? .*address( with.*)?)$/;
const first = HOSTILE.filter(({ name }) => BEGIN.test(name) && !/base|bare|slash/.test(name));
const rest = HOSTILE.filter((one) => !first.includes(one)).toSorted((a, b) => a.text.length - b.text.length);
const texts = first.map(({ name, text }, i) => ({
  name,
  text: storable([text, ...rest.filter((_, n) => n % first.length === i).map((one) => one.text)].join(' ')),
}));

test.each(texts)('no page, no table and no answer of the API comes to life by $name and others', async ({ text }) => {
  const wrong: (readonly string[])[] = [];
  for (const [name, { status, type, body }] of await all.through(text)) {
    const as = harmless.get(name);
    const otherwise = status === as?.status && type === as.type ? [] : [`${status} ${type} instead of ${as?.status}`];
    const found = [
      ...otherwise,
      ...(type === 'text/html' ? alive(body, as) : type === 'text/csv' ? broken(body, as) : []),
    ];
    if (type === 'application/json') JSON.parse(body);
    if (found.length > 0) wrong.push([name, ...found]);
  }
  expect(wrong).toEqual([]);
});

/** What came to life on a page. */
function alive(page: string, as: Answer | undefined): string[] {
  const own = skeleton(page);
  const tags = skeleton(as?.body ?? '');
  const at = own.findIndex((tag, i) => tag !== tags[i]);
  const other = own.length === tags.length && at < 0 ? [] : [`<${own[at]}> instead of <${tags[at]}>`];
  return [...other, ...oddAddresses(page), ...unseenIn(page)];
}

/** What is wrong with a table: formulas, and rows that are more or less, or longer or shorter. */
function broken(csv: string, as: Answer | undefined): string[] {
  const tableOf = (text: string) => {
    const { header, rows } = readCsv(Buffer.from(text), 'file');
    return [header, ...rows].map(({ cells }) => cells);
  };
  const rows = tableOf(csv);
  const shape = (cells: readonly (readonly string[])[]) => cells.map(({ length }) => length).join(' ');
  const known = shape(tableOf(as?.body ?? ''));
  return [...formulasIn(rows), ...(shape(rows) === known ? [] : [`${shape(rows)} cells instead of ${known}`])];
}
