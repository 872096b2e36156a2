import { execute, many, type Queryable } from '#services/platform/database.ts';
import { type Actor, note } from '../people/audit.ts';
import { type Hand, leastBusy } from './hands.ts';
import { isMarked } from './progress.ts';
import { markingOf, type Work } from './work.ts';

const handsSql = `select login, sections, 0 as busy from staff where course_id = $1 and role = 'assistant' order by login`;

const dealSql = `
  insert into marking (assignment_id, participant_id, dealt_to, dealt_by) values ($1, $2, $3, $4)
  on conflict (assignment_id, participant_id) do update
    set dealt_to = excluded.dealt_to, dealt_by = excluded.dealt_by, dealt_at = now()`;

/**
 * Deals what is to be marked and is nobody's, or of somebody who is no assistant any more: who has the least to do and
 * is for the section gets the next. Answers how many.
 */
export async function dealMarking(tx: Queryable, courseId: number, actor: Actor): Promise<number> {
  const hands = await many<Hand>(tx, handsSql, [courseId]);
  const open = (await markingOf(tx, courseId)).filter((one) => !isMarked(one));
  const free = open.filter((one) => !handOf(hands, one));
  for (const one of open) {
    const hand = handOf(hands, one);
    if (hand) hand.busy += 1;
  }
  const dealt: Record<string, number> = {};
  for (const { assignment, participant, sections } of free) {
    const hand = leastBusy(hands, sections);
    if (!hand) continue;
    hand.busy += 1;
    dealt[hand.login] = (dealt[hand.login] ?? 0) + 1;
    await execute(tx, dealSql, [assignment.id, participant.id, hand.login, actor.login]);
  }
  const count = Object.values(dealt).reduce((sum, n) => sum + n, 0);
  const subject = `${count} of ${free.length} submissions to mark`;
  if (count > 0) await note(tx, { courseId, actor, action: 'marking.deal', subject, after: dealt });
  return count;
}

function handOf(hands: readonly Hand[], { dealtTo }: Work): Hand | undefined {
  return hands.find(({ login }) => login === dealtTo);
}

/** Takes from somebody what is dealt to them and not marked yet; it is nobody's again. Answers how many. */
export async function takeBackMarking(tx: Queryable, courseId: number, login: string, actor: Actor): Promise<number> {
  const theirs = (await markingOf(tx, courseId)).filter((one) => one.dealtTo === login && !isMarked(one));
  for (const { assignment, participant } of theirs)
    await execute(tx, 'delete from marking where assignment_id = $1 and participant_id = $2 and dealt_to = $3', [
      ...[assignment.id, participant.id, login],
    ]);
  const subject = `what ${login} had not marked: ${theirs.length}`;
  if (theirs.length > 0) await note(tx, { courseId, actor, action: 'marking.take-back', subject });
  return theirs.length;
}
