import { execute, many, maybe, type Queryable } from '#services/platform/database.ts';
import { holdMatching } from '../intake/courses.ts';
import { settleByRules } from '../intake/rules-changed.ts';
import { type Actor, note } from '../people/audit.ts';
import {
  appliedTo,
  findProposal,
  isAhead,
  isSameRules,
  letHold,
  type Proposal,
  type ProposalState,
  type RunChange,
} from './proposal.ts';
import { reportAssignmentAgain } from './report-again.ts';
import { type Target, targetOf } from './target.ts';

/** What can be done to a proposal, and from which state it leads to which. */
export const DECISIONS = {
  apply: { from: 'open', to: 'applied' },
  discard: { from: 'open', to: 'discarded' },
  undo: { from: 'applied', to: 'undone' },
} as const satisfies Record<string, { from: ProposalState; to: ProposalState }>;

export type Decision = keyof typeof DECISIONS;

/**
 * Decides a proposal of a course, and says so in the log. Answers why it cannot be, in words, or undefined when it is
 * done. Ring `reporting` afterwards.
 */
export async function decideProposal(
  tx: Queryable,
  courseId: number,
  id: number,
  decision: Decision,
  actor: Actor,
): Promise<string | undefined> {
  // A sync holds it alone, and changes proposals and assignments: before any row of these is locked.
  await holdMatching(tx, 'shared');
  const proposal = await findProposal(tx, courseId, id, 'lock');
  if (!proposal) return 'It does not exist.';
  const refusal = (await refusalOf(tx, proposal, decision)) ?? (await rebased(tx, proposal, decision));
  if (refusal) return refusal;
  const { kind, why, assignment } = proposal;
  const done = decision === 'discard' ? undefined : await enact(tx, proposal, decision);
  if (done && 'why' in done) return done.why;
  if (done && 'was' in done) await settleByRules(tx, assignment.id, done.was.rules, done.is.rules);
  if (done) await reportAssignmentAgain(tx, assignment.id);
  const sql = 'update proposal set state = $2, decided_by = $3, decided_at = now() where id = $1';
  await execute(tx, sql, [id, DECISIONS[decision].to, actor.login]);
  await note(tx, {
    courseId,
    actor,
    action: `${kind}.${decision}`,
    subject: `${assignment.title}: ${why}`,
    ...(done && 'was' in done ? { before: done.was, after: done.is } : { after: proposal.change }),
  });
  return undefined;
}

async function refusalOf(tx: Queryable, proposal: Proposal, decision: Decision): Promise<string | undefined> {
  const { state, kind, running, runs, errored, behind, assignment, id } = proposal;
  if (state !== DECISIONS[decision].from) return `It is ${state} already.`;
  if (decision === 'apply' && kind === 'regrade') {
    if (running > 0) return `${running} of its runs are still under way.`;
    if (behind > 0 && behind + errored === runs) return 'Newer results than all of its own count: discard it.';
  }
  if (decision !== 'undo') return undefined;
  const later = `select id from proposal where assignment_id = $1 and state = 'applied' and kind = $3
    and decided_at > (select decided_at from proposal where id = $2) limit 1`;
  return (await maybe(tx, later, [assignment.id, id, kind]))
    ? 'A later change of this assignment is applied; undo that one first.'
    : undefined;
}

/** A rescore that was made when something else held is made anew upon what holds, and has to be looked at again. */
async function rebased(tx: Queryable, proposal: Proposal, decision: Decision): Promise<string | undefined> {
  if (decision !== 'apply' || proposal.kind !== 'rescore') return undefined;
  const { id, before, assignment } = proposal;
  const live = await appliedTo(tx, assignment.id);
  if (live.version === before.version && isSameRules(live.rules, before.rules)) return undefined;
  await execute(tx, 'update proposal set before = $2 where id = $1', [id, live]);
  return 'What holds has changed since this was made. Look at what it would do now, and apply it then.';
}

/** What held and holds; of a regrade, which runs count. */
type Enacted = Target | RunChange;

/** Makes a proposal's change hold, or takes it back; or answers why it cannot. Also how it is previewed. */
export async function enact(
  tx: Queryable,
  proposal: Proposal,
  decision: Exclude<Decision, 'discard'>,
): Promise<Enacted> {
  const { id, assignment } = proposal;
  if (proposal.kind === 'regrade') {
    if (decision === 'apply') await count(tx, proposal.change.runs, reasonOf(id));
    else await execute(tx, uncountSql, [reasonOf(id)]);
    return proposal.change;
  }
  const target = await targetOf(tx, proposal, decision);
  if ('why' in target) return target;
  await letHold(tx, assignment.id, target.is);
  return target;
}

/** Lets the runs that have a result count from now on. Always the submission before the run, as everywhere. */
async function count(tx: Queryable, runs: readonly number[], reason: string): Promise<void> {
  const lock = `select s.id from submission s where s.id in (select submission_id from run where id = any($1))
    order by s.id for update`;
  await many(tx, lock, [runs]);
  const sql = `insert into run_choice (submission_id, run_id, reason)
    select r.submission_id, r.id, $2 from run r left join counted_run c on c.submission_id = r.submission_id
    where r.id = any($1) and r.state = 'done' and ${isAhead} order by r.submission_id`;
  await execute(tx, sql, [runs, reason]);
}

const uncountSql = 'update run_choice set undone_at = now() where reason = $1 and undone_at is null';

function reasonOf(id: number): string {
  return `regrade ${id}`;
}
