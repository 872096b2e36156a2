import { openGround } from '#services/boot.ts';
import type { Actor } from '#services/classroom/people/audit.ts';
import type { Store } from '#services/classroom/trees.ts';
import { type Config, readConfig } from '#services/platform/config.ts';
import { type Database, many, maybe } from '#services/platform/database.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { openLog } from '#services/platform/log.ts';
import type { BellName } from '#services/platform/queue.ts';

/** A course of the database, for commands that look at it or decide something in it. */
export interface OpenCourse {
  readonly config: Config;
  readonly database: Database;
  readonly store: Store;
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  /** Somebody has work. */
  ring(bell: BellName): Promise<void>;
}

/** Who decides what a command decides. */
export const commandLine: Actor = { login: 'the command line' };

/** Runs a command on a course with the rights of the web process. Throws InvalidInput where there is none of this slug. */
export async function withCourse(slug: string, run: (course: OpenCourse) => Promise<void>): Promise<void> {
  const config = await readConfig();
  const ground = await openGround(config, openLog(config.logLevel), 'web', () => undefined);
  try {
    const { database, store } = ground;
    const sql = 'select id, slug, title from course where slug = $1';
    const course = await maybe<{ id: number; slug: string; title: string }>(database, sql, [slug]);
    if (!course) throw notThere(slug, await slugs(database));
    const ring = (bell: BellName) => ground.bells[bell].ring();
    await run({ config, database, store, ...course, ring });
  } finally {
    await ground.close();
  }
}

async function slugs(database: Database): Promise<string[]> {
  return (await many<{ slug: string }>(database, 'select slug from course order by slug')).map(({ slug }) => slug);
}

function notThere(slug: string, known: readonly string[]): InvalidInput {
  const message =
    known.length > 0
      ? `is no course of this server; there are ${known.join(', ')}`
      : 'is no course of this server, which has none yet; run: pushmark sync FOLDER';
  return new InvalidInput([{ file: slug, line: 0, column: 0, field: '', message }]);
}
