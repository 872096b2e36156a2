import { execute, type Queryable } from '#services/platform/database.ts';
import { json } from '#services/platform/storable.ts';

/** Who decides something. */
export interface Actor {
  /** GitHub's number; undefined where nobody signed in: the command line, a sync. */
  readonly id?: number | undefined;
  /** The login, or what it was. */
  readonly login: string;
}

/** One decision, for the log of a course. */
export interface AuditEntry {
  /** Undefined: it concerns the whole server. */
  readonly courseId: number | undefined;
  readonly actor: Actor;
  /** What was done, thing first: `extension.grant`, `roster.import`. */
  readonly action: string;
  /** To what, in words that a teacher understands. */
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Appends to the log, in the transaction of what it tells of: neither is ever there without the other. */
export async function note(tx: Queryable, entry: AuditEntry): Promise<void> {
  const { courseId, actor, action, subject, before, after } = entry;
  await execute(
    tx,
    `insert into audit (course_id, actor_id, actor, action, subject, before, after) values ($1, $2, $3, $4, $5, $6, $7)`,
    [courseId, actor.id, actor.login, action, subject, known(before), known(after)],
  );
}

function known(value: unknown): string | undefined {
  return value === undefined ? undefined : json(value);
}
