import { execute, many, maybe, type Queryable } from '#services/platform/database.ts';
import { settleByRules } from '../intake/rules-changed.ts';
import { type Actor, note } from '../people/audit.ts';
import { findProposal, letHold, type Proposal, type ProposalState } from './proposal.ts';
import { reportAssignmentAgain } from './report-again.ts';

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
  const proposal = await findProposal(tx, courseId, id, 'lock');
  if (!proposal) return 'It does not exist.';
  const refusal = await refusalOf(tx, proposal, decision);
  if (refusal) return refusal;
  const { kind, why, assignment, before, change } = proposal;
  if (decision !== 'discard') {
    await enact(tx, proposal, decision);
    const [was, is] = decision === 'apply' ? [before, change] : [change, before];
    await settleByRules(tx, assignment.id, was.rules, is.rules);
    await reportAssignmentAgain(tx, assignment.id);
  }
  const sql = 'update proposal set state = $2, decided_by = $3, decided_at = now() where id = $1';
  await execute(tx, sql, [id, DECISIONS[decision].to, actor.login]);
  await note(tx, {
    courseId,
    actor,
    action: `${kind}.${decision}`,
    subject: `${assignment.title}: ${why}`,
    before,
    after: change,
  });
  return undefined;
}

async function refusalOf(tx: Queryable, proposal: Proposal, decision: Decision): Promise<string | undefined> {
  const { state, kind, running, assignment, id } = proposal;
  if (state !== DECISIONS[decision].from) return `It is ${state} already.`;
  if (decision === 'apply' && kind === 'regrade' && running > 0) return `${running} of its runs are still under way.`;
  if (decision !== 'undo') return undefined;
  const later = `select id from proposal where assignment_id = $1 and state = 'applied'
    and decided_at > (select decided_at from proposal where id = $2) limit 1`;
  return (await maybe(tx, later, [assignment.id, id]))
    ? 'A later change of this assignment is applied; undo that one first.'
    : undefined;
}

/** Makes a proposal's change hold, or what held before it. Also how it is previewed. */
export async function enact(
  tx: Queryable,
  { id, assignment, change, before }: Proposal,
  decision: Exclude<Decision, 'discard'>,
): Promise<void> {
  if (decision === 'apply') {
    await letHold(tx, assignment.id, change);
    await count(tx, change.runs ?? [], reasonOf(id));
  } else {
    await letHold(tx, assignment.id, before);
    const sql = 'update run_choice set undone_at = now() where reason = $1 and undone_at is null';
    await execute(tx, sql, [reasonOf(id)]);
  }
}

/** Lets the runs that have a result count from now on. Always the submission before the run, as everywhere. */
async function count(tx: Queryable, runs: readonly number[], reason: string): Promise<void> {
  const lock = `select s.id from submission s where s.id in (select submission_id from run where id = any($1))
    order by s.id for update`;
  await many(tx, lock, [runs]);
  const sql = `insert into run_choice (submission_id, run_id, reason)
    select submission_id, id, $2 from run where id = any($1) and state = 'done' order by submission_id`;
  await execute(tx, sql, [runs, reason]);
}

function reasonOf(id: number): string {
  return `regrade ${id}`;
}
