import { many, type Queryable } from '#services/platform/database.ts';

/** A decision as it stands in the log of a course. */
export interface LogEntry {
  readonly id: number;
  readonly at: Date;
  /** The login, or what it was. */
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  /** JSON of any shape; null: nothing. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface LogWish {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  /** Only what was done before this entry. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** What was decided in a course, newest first. */
export async function readLog(db: Queryable, courseId: number, wish: LogWish): Promise<LogEntry[]> {
  return many<LogEntry>(
    db,
    `select id, at, actor, action, subject, before, after from audit
     where course_id = $1 and ($2::text is null or actor = $2) and ($3::text is null or action = $3)
       and ($4::bigint is null or id < $4)
     order by id desc limit $5`,
    [courseId, wish.actor, wish.action, wish.before, wish.limit],
  );
}

/** Who decided something in a course, and what kinds of decisions there are: to choose from. */
export async function logFilters(db: Queryable, courseId: number): Promise<{ actors: string[]; actions: string[] }> {
  const rows = await many<{ actor: string; action: string }>(
    db,
    'select distinct actor, action from audit where course_id = $1',
    [courseId],
  );
  const sorted = (values: string[]) => [...new Set(values)].sort();
  return { actors: sorted(rows.map(({ actor }) => actor)), actions: sorted(rows.map(({ action }) => action)) };
}
