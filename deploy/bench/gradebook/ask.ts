import { get } from 'node:http';
import type { Database } from '#services/platform/database.ts';

export interface Query {
  readonly sql: string;
  readonly ms: number;
}

export interface Answer {
  readonly firstByteMs: number;
  readonly totalMs: number;
  /** As sent, compressed. */
  readonly bytes: number;
  /** Of this process. */
  readonly cpuMs: number;
}

/** Gets a page as a browser does; throws unless it is there. */
export async function ask(url: string): Promise<Answer> {
  const cpu = process.cpuUsage();
  const answer = await received(url);
  const { user, system } = process.cpuUsage(cpu);
  return { ...answer, cpuMs: (user + system) / 1000 };
}

function received(url: string): Promise<Omit<Answer, 'cpuMs'>> {
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
export function spyOn(database: Database, spied: Query[]): Database {
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
