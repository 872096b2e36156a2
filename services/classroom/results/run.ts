import type { Finding, Judgement } from '#graders/check.ts';
import { many, maybe, type Queryable } from '#services/platform/database.ts';
import type { Criterion } from '../assignment/document.ts';
import { type Score, type ScoredCriterion, scoreOf } from '../score.ts';
import { droppedOf, judgementUnder } from '../weighing.ts';
import { withPresentVisibility } from './case-visibility.ts';
import { type Mark, marksOf } from './marks.ts';

export type { Case, Finding, Judgement } from '#graders/check.ts';

export type RunState = 'queued' | 'running' | 'done' | 'errored' | 'unavailable';

/** One execution of the rubric, with all that people want to know about it. */
export interface RunResult {
  readonly id: number;
  readonly state: RunState;
  readonly cause: 'hand-in' | 'rerequest' | 'regrade';
  readonly phase: string | undefined;
  readonly createdAt: Date;
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
  /** Milliseconds by phase. */
  readonly timings: Readonly<Record<string, number>>;
  readonly versions: Readonly<Record<string, string>>;
  readonly seed: string | undefined;
  readonly mode: string | undefined;
  /** Contradictions in the evidence, in neutral words. */
  readonly tampering: readonly string[];
  /** About the workspace: protected files changed and the like. */
  readonly findings: readonly Finding[];
  /** Ours, in words; only when errored. */
  readonly error: string | undefined;
  /** Of a run that is done. */
  readonly score: Score | undefined;
  /** All when it is done; those of the first stage while the second is to come. */
  readonly criteria: readonly CriterionOutcome[];
}

/** A row of the rubric beside what came of it. */
export interface CriterionOutcome {
  readonly criterion: Criterion;
  readonly scored: ScoredCriterion;
  readonly judgement: Judgement | undefined;
  /** What a person gave for it, where the criterion is a person's. */
  readonly mark?: Mark | undefined;
  /** The run that judged it, where this one keeps what that found. */
  readonly keptRun?: number;
  /** How many of its cases were dropped and count for nobody, hidden ones among them; undefined: none. */
  readonly dropped?: number;
  /** Cases that were taken out because whoever looks must not see them (seen.ts). */
  readonly hiddenCases?: number;
  /** The teacher's hints for those of them that did not pass. */
  readonly hints?: readonly string[];
}

interface Row {
  id: number;
  submission_id: number;
  state: RunState;
  cause: RunResult['cause'];
  phase: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  timings: Record<string, number> | null;
  versions: Record<string, string> | null;
  seed: string | null;
  mode: string | null;
  tampering: string[];
  findings: Finding[];
  error: string | null;
  rubric: Criterion[];
  /** That it was judged by. */
  own: Criterion[];
}

/** The points of a run follow the rubric that is applied now, where that judges the same; its evidence never changes. */
const runSql = `
  select r.*, coalesce(applied.document, own.document) -> 'rubric' as rubric,
    own.document -> 'rubric' as own
  from run r
  join assignment_version own on own.id = r.version_id
  join assignment a on a.id = own.assignment_id
  left join assignment_version applied on applied.id = coalesce(a.scored_by, a.current_version)
    and applied.judging = own.judging
  where r.id = $1`;

export async function findRun(db: Queryable, id: number): Promise<RunResult | undefined> {
  const row = await maybe<Row>(db, runSql, [id]);
  if (!row) return undefined;
  const results = await many<Stored>(
    db,
    'select name, credit, judgement, kept_run as "keptRun" from criterion_result where run_id = $1 order by position',
    [id],
  );
  const present = results.map((stored) => presentOf(row, stored));
  return assemble(row, present, await marksOf(db, row.submission_id));
}

interface Stored {
  readonly name: string;
  readonly credit: number;
  readonly judgement: Judgement | null;
  readonly keptRun: number | null;
}

/** What is stored of a criterion, as it is under the rubric that is applied now. */
function presentOf({ rubric, own }: Row, stored: Stored): Stored {
  const byName = ({ name }: Criterion) => name === stored.name;
  const applied = rubric.find(byName);
  if (!applied || !stored.judgement) return stored;
  const seen = withPresentVisibility(applied, stored.judgement);
  const judgement = judgementUnder(applied, own.find(byName), seen);
  return { ...stored, judgement, credit: judgement === seen ? stored.credit : judgement.credit };
}

function assemble(row: Row, results: readonly Stored[], marks: ReadonlyMap<string, Mark>): RunResult {
  const credits = [...results, ...[...marks].map(([name, { credit }]) => ({ name, credit }))];
  const judgements = new Map(results.map((r) => [r.name, r.judgement ?? undefined]));
  const score = row.state === 'done' ? scoreOf(row.rubric, credits) : undefined;
  return {
    id: row.id,
    state: row.state,
    cause: row.cause,
    phase: row.phase ?? undefined,
    createdAt: row.created_at,
    startedAt: row.started_at ?? undefined,
    finishedAt: row.finished_at ?? undefined,
    timings: row.timings ?? {},
    versions: row.versions ?? {},
    seed: row.seed ?? undefined,
    mode: row.mode ?? undefined,
    tampering: row.tampering,
    findings: row.findings,
    error: row.error ?? undefined,
    score,
    criteria: scoreOf(row.rubric, credits).criteria.flatMap((scored, i) => {
      const criterion = row.rubric[i];
      const isKnown = row.state === 'done' || judgements.has(scored.name);
      if (!criterion || !isKnown) return [];
      const judgement = judgements.get(scored.name);
      const keptRun = results.find(({ name }) => name === scored.name)?.keptRun;
      const dropped = droppedOf(judgement?.cases ?? []);
      return [
        {
          criterion,
          scored,
          judgement,
          mark: marks.get(scored.name),
          ...(dropped && { dropped }),
          ...(keptRun && { keptRun }),
        },
      ];
    }),
  };
}
