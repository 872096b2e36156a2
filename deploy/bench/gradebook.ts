/** `npm run bench -- gradebook`: how long a large course's pages take, from PostgreSQL, without a cache. */
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testGradebook } from '#services/gradebook/testing/app.ts';
import type { Database } from '#services/platform/database.ts';
import { testDatabase } from '#services/platform/testing/postgres.ts';
import { table } from '#workers/cli/table.ts';
import { type Size, seedClass } from './gradebook/seed.ts';
import { type Machine, machineHere, showMachine } from './machine/here.ts';
import { figure, median } from './statistics.ts';

export interface GradebookOptions extends Size {
  readonly rounds: number;
  readonly onProgress: (words: string) => void;
  readonly signal: AbortSignal;
}

/** Medians. */
export interface PageFigures {
  readonly path: string;
  readonly firstByteMs: number;
  readonly totalMs: number;
  /** As sent, compressed. */
  readonly bytes: number;
  /** Of this process. */
  readonly cpuMs: number;
  readonly queries: readonly { readonly sql: string; readonly ms: number }[];
}

export interface GradebookReport {
  readonly machine: Machine;
  readonly size: Size;
  readonly pages: readonly PageFigures[];
}

const PATHS = [
  '/courses/large',
  '/courses/large?sort=total&dir=desc',
  '/courses/large?section=A',
  '/courses/large/assignments/lab3',
];

export async function gradebookBench(options: GradebookOptions): Promise<GradebookReport> {
  const { students, assignments, attempts, onProgress, signal } = options;
  const database = await testDatabase();
  const spied: Query[] = [];
  const app = await testGradebook(spyOn(database.web, spied));
  try {
    onProgress(`seeding ${students} students × ${assignments} assignments × ${attempts} attempts`);
    await seedClass(database.owner, 'large', options);
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    const pages: PageFigures[] = [];
    for (const path of PATHS) {
      onProgress(`asking for ${path}`);
      if (!signal.aborted) pages.push(await measure(`http://127.0.0.1:${port}`, path, options.rounds, spied));
    }
    return { machine: machineHere('–'), size: { students, assignments, attempts }, pages };
  } finally {
    await app.close();
    await database.close();
  }
}

interface Query {
  readonly sql: string;
  readonly ms: number;
}

/** Two rounds that warm up are not counted. */
async function measure(origin: string, path: string, rounds: number, spied: Query[]): Promise<PageFigures> {
  const answers: Omit<PageFigures, 'path' | 'queries'>[] = [];
  for (let n = -2; n < rounds; n++) {
    spied.length = 0;
    const cpu = process.cpuUsage();
    const answer = await ask(origin + path);
    const { user, system } = process.cpuUsage(cpu);
    if (n >= 0) answers.push({ ...answer, cpuMs: (user + system) / 1000 });
  }
  const of = (key: 'firstByteMs' | 'totalMs' | 'bytes' | 'cpuMs') => median(answers.map((answer) => answer[key]));
  const queries = spied.toSorted((a, b) => b.ms - a.ms).slice(0, 5);
  return {
    path,
    firstByteMs: of('firstByteMs'),
    totalMs: of('totalMs'),
    bytes: of('bytes'),
    cpuMs: of('cpuMs'),
    queries,
  };
}

function ask(url: string): Promise<Pick<PageFigures, 'firstByteMs' | 'totalMs' | 'bytes'>> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0;
      let firstByteMs = 0;
      response.on('data', (chunk: Buffer) => {
        firstByteMs ||= performance.now() - begun;
        bytes += chunk.length;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve({ firstByteMs, totalMs: performance.now() - begun, bytes });
        else reject(new Error(`${url} answered ${response.statusCode}`));
      });
    }).on('error', reject);
  });
}

/** The database with a note of what each query took until all its rows were here. */
function spyOn(database: Database, spied: Query[]): Database {
  const query = async (...args: readonly unknown[]) => {
    const begun = performance.now();
    const result = await (database.query as (...args: unknown[]) => Promise<unknown>).apply(database, [...args]);
    const first = args[0] as string | { text: string };
    spied.push({
      sql: (typeof first === 'string' ? first : first.text).trim().replace(/\s+/g, ' ').slice(0, 70),
      ms: performance.now() - begun,
    });
    return result;
  };
  return new Proxy(database, { get: (own, key) => (key === 'query' ? query : Reflect.get(own, key, own)) });
}

export function showGradebook({ machine, size, pages }: GradebookReport): string {
  const head = ['first byte ms', 'total ms', 'CPU ms', 'KB sent', 'page'];
  const rows = pages.map((page) => [
    ...[figure(page.firstByteMs), figure(page.totalMs), figure(page.cpuMs), figure(page.bytes / 1000), page.path],
  ]);
  const queries = pages.map(({ path, queries: slow }) =>
    table([['ms', `slowest queries of ${path}`], ...slow.map(({ sql, ms }) => [figure(ms), sql])], [0]),
  );
  const words = `${size.students} students × ${size.assignments} assignments × ${size.attempts} attempts`;
  return `${[showMachine(machine), words, table([head, ...rows], [0, 1, 2, 3]), ...queries].join('\n\n')}\n`;
}
