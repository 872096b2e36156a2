/** A run as the database holds it, for whoever judges it again. */
import type { Judgement } from '#graders/check.ts';
import { many, maybe, type Queryable } from '#services/platform/database.ts';
import type { CriterionState } from '../score.ts';
import type { Digest } from '../trees.ts';

export interface RecordedRun {
  readonly id: number;
  /** Evidence is there only when it is `done`. */
  readonly state: string;
  /** The commit's files; null where they were never fetched. */
  readonly tree: Digest | null;
  /** Slug of the assignment. */
  readonly slug: string;
  /** Content of the assignment's folder that it was judged by. */
  readonly bundle: Digest;
  /** What the assignment is judged by today; null when it has no version that can be read. */
  readonly currentJudging: Digest | null;
  readonly seed: string | null;
  readonly mode: string | null;
  readonly tampering: readonly string[];
  /** As Versions of workers/grading/graded-run.ts. */
  readonly versions: Readonly<Record<string, string>>;
  /** The only criterion that it judged; null: all. */
  readonly only: string | null;
  /** In the order of the rubric; without what it keeps from another run. */
  readonly criteria: readonly RecordedCriterion[];
}

export interface RecordedCriterion {
  readonly name: string;
  readonly check: string;
  readonly state: CriterionState;
  /** 0..1; what points are computed from. */
  readonly credit: number;
  readonly judgement: Judgement | null;
}

const runSql = `
  select r.id, r.state, s.tree, a.slug, v.bundle, newest.judging as "currentJudging", r.seed, r.mode, r.tampering,
    coalesce(r.versions, '{}') as versions, r.criterion as only
  from run r join submission s on s.id = r.submission_id
  join assignment_version v on v.id = r.version_id
  join assignment a on a.id = v.assignment_id
  left join assignment_version newest on newest.id = a.current_version
  where r.id = $1`;

const criteriaSql = `
  select name, check_name as check, state, credit, judgement from criterion_result
  where run_id = $1 and kept_run is null order by position`;

/** The run, or undefined when there is none with this number. */
export async function findRecorded(db: Queryable, id: number): Promise<RecordedRun | undefined> {
  const run = await maybe<Omit<RecordedRun, 'criteria'>>(db, runSql, [id]);
  return run && { ...run, criteria: await many<RecordedCriterion>(db, criteriaSql, [id]) };
}
