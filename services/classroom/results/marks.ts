import { execute, many, maybe, one, type Queryable } from '#services/platform/database.ts';
import { type Actor, type AuditEntry, note } from '../people/audit.ts';

/** What a person gave for a manual criterion of a submission. */
export interface Mark {
  /** 0..1. */
  readonly credit: number;
  readonly comment: string;
  readonly markedBy: string;
  readonly markedAt: Date;
}

/** The newest mark of each criterion of a submission. */
export async function marksOf(db: Queryable, submissionId: number): Promise<ReadonlyMap<string, Mark>> {
  const rows = await many<Mark & { criterion: string }>(
    db,
    `select distinct on (criterion) criterion, credit, comment, marked_by as "markedBy", marked_at as "markedAt"
     from mark where submission_id = $1 order by criterion, id desc`,
    [submissionId],
  );
  return new Map(rows.map(({ criterion, ...mark }) => [criterion, mark]));
}

/** What a person says about a line. */
export interface Remark {
  readonly id: number;
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly madeBy: string;
  readonly madeAt: Date;
}

export async function remarksOn(db: Queryable, submissionId: number): Promise<Remark[]> {
  const sql = `select id, file, line, text, made_by as "madeBy", made_at as "madeAt" from remark
    where submission_id = $1 and removed_at is null order by file, line, id`;
  return many<Remark>(db, sql, [submissionId]);
}

/** Where a remark is made, and by whom. */
export interface RemarkPlace {
  readonly courseId: number;
  readonly submissionId: number;
  readonly actor: Actor;
}

export async function makeRemark(
  tx: Queryable,
  place: RemarkPlace,
  remark: Pick<Remark, 'file' | 'line' | 'text'>,
): Promise<void> {
  const { submissionId, actor } = place;
  const sql = 'insert into remark (submission_id, file, line, text, made_by) values ($1, $2, $3, $4, $5)';
  await execute(tx, sql, [submissionId, remark.file, remark.line, remark.text, actor.login]);
  await noteRemark(tx, place, 'remark.make', { after: remark });
}

/** Takes a remark away; false where it is not one of this submission. */
export async function removeRemark(tx: Queryable, place: RemarkPlace, id: number): Promise<boolean> {
  const sql = `update remark set removed_at = now() where id = $2 and submission_id = $1 and removed_at is null
    returning file, line, text`;
  const before = await maybe<Pick<Remark, 'file' | 'line' | 'text'>>(tx, sql, [place.submissionId, id]);
  if (before) await noteRemark(tx, place, 'remark.remove', { before });
  return before !== undefined;
}

async function noteRemark(
  tx: Queryable,
  { courseId, submissionId, actor }: RemarkPlace,
  action: string,
  what: Pick<AuditEntry, 'before' | 'after'>,
): Promise<void> {
  const sql = `select p.name || ', ' || a.title as subject from submission s join participant p on p.id = s.participant_id
    join assignment a on a.id = s.assignment_id where s.id = $1`;
  const { subject } = await one<{ subject: string }>(tx, sql, [submissionId]);
  await note(tx, { courseId, actor, action, subject, ...what });
}
