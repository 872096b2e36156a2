import { dropUnused } from '#services/classroom/intake/merge.ts';
import { participantFor } from '#services/classroom/intake/participant.ts';
import { execute, many, maybe, type Queryable } from '#services/platform/database.ts';
import type { Problem } from '#services/platform/errors.ts';
import type { KeptLine } from './import.ts';
import { COLUMN, type RosterFile } from './person.ts';

/**
 * Links lines that have a login to the participant of that login, found or made. Where the file has GitHub's number of
 * the account, that number decides. Answers the lines for which it cannot be told who is meant.
 */
export async function linkLogins(
  tx: Queryable,
  courseId: number,
  file: RosterFile,
  lines: readonly KeptLine[],
): Promise<Problem[]> {
  const linked = await participantsOf(tx, courseId);
  const problems: Problem[] = [];
  for (const { entryId, line } of lines) {
    if (line.login === undefined) continue;
    const wrong = await linkLogin(tx, courseId, { entryId, line }, linked.get(entryId));
    if (wrong === undefined) continue;
    const place = { file: file.file, line: line.line, column: file.columns.login ?? 1 };
    problems.push({ ...place, field: COLUMN.login, message: wrong });
  }
  return problems;
}

interface Linked {
  readonly participantId: number;
  readonly logins: readonly string[];
  /** GitHub has told the number of its account, or something is handed in. */
  readonly settled: boolean;
}

async function participantsOf(tx: Queryable, courseId: number): Promise<Map<number, Linked>> {
  const rows = await many<Linked & { readonly entryId: number }>(
    tx,
    `select e.id as "entryId", e.participant_id as "participantId", array_agg(a.login) as logins,
       bool_or(a.github_id is not null) or exists (select from repository r where r.participant_id = e.participant_id)
         as settled
     from roster_entry e join participant_account a on a.participant_id = e.participant_id
     where e.course_id = $1 group by e.id`,
    [courseId],
  );
  return new Map(rows.map((row) => [row.entryId, row]));
}

async function linkLogin(tx: Queryable, courseId: number, { entryId, line }: KeptLine, linked?: Linked) {
  const login = line.login!;
  if (linked?.logins.includes(login)) return undefined;
  if (linked?.settled)
    return `${line.name} is linked to ${linked.logins.join(', ')}; unlink that first, or write that here`;
  const account = line.githubId === undefined ? undefined : { id: line.githubId, login, bot: false };
  const found = await participantFor(tx, courseId, { kind: 'student', name: login }, account);
  if (typeof found === 'string') return `${login} cannot be linked: ${found}`;
  const other = await maybe<{ id: number; name: string; left: boolean }>(
    tx,
    'select id, name, left_at is not null as left from roster_entry where participant_id = $1 and id <> $2',
    [found, entryId],
  );
  if (other && !other.left) return `${login} is linked to ${other.name} already; unlink that first`;
  if (other) await execute(tx, 'update roster_entry set participant_id = null where id = $1', [other.id]);
  await execute(tx, 'update roster_entry set participant_id = $2 where id = $1', [entryId, found]);
  if (linked) await dropUnused(tx, linked.participantId);
  return undefined;
}
