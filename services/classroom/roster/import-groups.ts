import { type CsvRow, readCsv } from '#services/classroom/csv/read.ts';
import { participantFor } from '#services/classroom/intake/participant.ts';
import type { Actor } from '#services/classroom/people/audit.ts';
import type { Queryable } from '#services/platform/database.ts';
import { InvalidInput, type Problem } from '#services/platform/errors.ts';
import { fieldOf, isGroupName } from './clean.ts';
import { groupsOf, joinGroup } from './groups.ts';

/** Who is in which group, as a file says. */
export interface GroupLine {
  readonly line: number;
  /** As repositories call it; lower case. */
  readonly group: string;
  readonly login: string;
}

/** Reads a CSV with the columns `group` and `login`. Throws InvalidInput with every problem. */
export function readGroups(bytes: Uint8Array, file: string): GroupLine[] {
  const { header, rows } = readCsv(bytes, file);
  const heads = header.cells.map((cell) => cell.trim().toLowerCase());
  const [group, login] = [heads.indexOf('group'), heads.indexOf('login')];
  const wrong = (line: number, column: number, message: string): Problem => ({
    file,
    line,
    column,
    field: '',
    message,
  });
  if (group < 0 || login < 0) throw new InvalidInput([wrong(header.line, 1, 'must have the columns group and login')]);
  const problems: Problem[] = [];
  const lines = rows.map((row: CsvRow): GroupLine => {
    const name = row.cells[group]?.trim().toLowerCase() ?? '';
    const who = fieldOf('login', row.cells[login] ?? '');
    if (!isGroupName(name))
      problems.push(wrong(row.line, group + 1, 'is no name of a group: letters, digits, ".", "_" and "-"'));
    if ('wrong' in who) problems.push(wrong(row.line, login + 1, who.wrong));
    else if (who.value === undefined) problems.push(wrong(row.line, login + 1, 'is empty; say who is in the group'));
    return { line: row.line, group: name, login: 'wrong' in who ? '' : (who.value ?? '') };
  });
  if (problems.length > 0) throw new InvalidInput(problems);
  return lines;
}

/** Puts students in their groups, all or nothing; a second time it changes nothing. Answers how many were put. */
export async function importGroups(
  tx: Queryable,
  courseId: number,
  file: string,
  lines: readonly GroupLine[],
  actor: Actor,
): Promise<number> {
  const before = await membersOf(tx, courseId);
  const problems: Problem[] = [];
  for (const { line, group, login } of lines) {
    const groupId = await participantFor(tx, courseId, { kind: 'group', name: group });
    const studentId = await participantFor(tx, courseId, { kind: 'student', name: login });
    const joined =
      typeof groupId === 'number' && typeof studentId === 'number'
        ? await joinGroup(tx, courseId, { groupId, studentId, actor })
        : { why: [groupId, studentId].filter((why) => typeof why === 'string').join('; ') };
    if ('why' in joined) problems.push({ file, line, column: 1, field: '', message: `${login}: ${joined.why}` });
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return (await membersOf(tx, courseId)) - before;
}

async function membersOf(tx: Queryable, courseId: number): Promise<number> {
  return (await groupsOf(tx, courseId)).reduce((sum, { members }) => sum + members.length, 0);
}
