/** `npm run bench -- gradebook`: how long a large course's pages take, from PostgreSQL, without a cache. */
import type { AddressInfo } from 'node:net';
import { testGradebook } from '#services/gradebook/testing/app.ts';
import { testDatabase } from '#services/platform/testing/postgres.ts';
import { type Answer, ask, type Query, spyOn } from './gradebook/ask.ts';
import { type Seeded, seedClass } from './gradebook/seed.ts';
import type { Size } from './gradebook/steps.ts';
import { type Machine, machineHere } from './machine/here.ts';
import { median } from './statistics.ts';

export { showGradebook } from './gradebook/show.ts';

export interface GradebookOptions extends Size {
  readonly rounds: number;
  readonly onProgress: (words: string) => void;
  readonly signal: AbortSignal;
}

/** Medians. */
export interface PageFigures extends Answer {
  readonly what: string;
  readonly path: string;
  /** Of the last round, the slowest first. */
  readonly queries: readonly Query[];
}

export interface GradebookReport {
  readonly machine: Machine;
  readonly size: Size;
  readonly pages: readonly PageFigures[];
  /** How many times as long a page takes where a test of each assignment is dropped: median of the rounds. */
  readonly dropped: { readonly table: number; readonly assignment: number };
}

interface Asked {
  readonly what: string;
  readonly path: string;
}

/** The table and the view of an assignment stand where a class without a dropped test can be told from one with it. */
function pathsOf(whole: Seeded, dropped: Seeded): Asked[] {
  const base = `/courses/${whole.slug}`;
  const without = `/courses/${dropped.slug}`;
  return [
    { what: 'table', path: base },
    { what: 'table, a test dropped', path: without },
    { what: 'assignment', path: `${base}/assignments/lab3` },
    { what: 'assignment, a test dropped', path: `${without}/assignments/lab3` },
    { what: 'table by total', path: `${base}?sort=total&dir=desc` },
    { what: 'one section', path: `${base}?section=A` },
    { what: 'marking', path: `${base}/marking` },
    { what: 'needs a look', path: `${base}/attention` },
    { what: 'a student’s page', path: `${base}/participants/${whole.participant}` },
  ];
}

export async function gradebookBench(options: GradebookOptions): Promise<GradebookReport> {
  const { students, assignments, attempts, onProgress, signal } = options;
  const database = await testDatabase();
  const spied: Query[] = [];
  const app = await testGradebook(spyOn(database.web, spied));
  try {
    onProgress(`seeding twice ${students} students × ${assignments} assignments × ${attempts} attempts`);
    const whole = await seedClass(database.owner, 'large', options, false);
    const paths = pathsOf(whole, await seedClass(database.owner, 'dropped', options, true));
    await app.listen({ port: 0, host: '127.0.0.1' });
    const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    const measured = paths.map((asked): Measured => ({ ...asked, answers: [], queries: [] }));
    // Page by page in each round, so that whatever else the machine does disturbs all of them alike.
    for (let n = -warmUps; n < options.rounds && !signal.aborted; n++) {
      onProgress(n < 0 ? 'warming up' : `round ${n + 1} of ${options.rounds}`);
      for (const one of measured) {
        spied.length = 0;
        const answer = await ask(origin + one.path);
        if (n >= 0) one.answers.push(answer);
        one.queries = spied.toSorted((a, b) => b.ms - a.ms).slice(0, 5);
      }
    }
    const size = { students, assignments, attempts };
    return { machine: machineHere('–'), size, pages: measured.map(figuresOf), dropped: ratios(measured) };
  } finally {
    await app.close();
    await database.close();
  }
}

/** Rounds that are not counted. */
const warmUps = 2;

interface Measured extends Asked {
  readonly answers: Answer[];
  queries: readonly Query[];
}

function figuresOf({ what, path, answers, queries }: Measured): PageFigures {
  const of = (key: keyof Answer) => median(answers.map((answer) => answer[key]));
  const [firstByteMs, totalMs] = [of('firstByteMs'), of('totalMs')];
  return { what, path, firstByteMs, totalMs, bytes: of('bytes'), cpuMs: of('cpuMs'), queries };
}

/** The first four pages come in pairs. */
function ratios(measured: readonly Measured[]): GradebookReport['dropped'] {
  const ratio = (first: number) => {
    const [whole = [], without = []] = [measured[first]?.answers, measured[first + 1]?.answers];
    return median(whole.map(({ totalMs }, n) => (without[n]?.totalMs ?? Number.NaN) / totalMs));
  };
  return { table: ratio(0), assignment: ratio(2) };
}
