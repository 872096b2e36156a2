import { execute, many, maybe, type Queryable } from '#services/platform/database.ts';
import { loadPeople } from '../grades/people.ts';
import { type Hand, leastBusy } from '../marking/hands.ts';
import { type Actor, note } from '../people/audit.ts';
import type { RegradeRequest } from './requests.ts';

export interface Answer {
  readonly courseId: number;
  readonly requestId: number;
  readonly state: 'granted' | 'declined';
  readonly answer: string;
}

/** Answers a request once. A granted one changes no grade by itself: marking, overriding or grading again does. */
export async function answerRequest(tx: Queryable, wish: Answer, actor: Actor): Promise<boolean> {
  const { courseId, requestId, state, answer } = wish;
  const answered = await maybe<{ criterion: string; title: string; name: string }>(
    tx,
    `update regrade_request q set state = $3, answer = $4, answered_by = $5, answered_at = now()
     from submission s join assignment a on a.id = s.assignment_id join participant p on p.id = s.participant_id
     where q.id = $2 and q.state = 'open' and s.id = q.submission_id and a.course_id = $1
     returning q.criterion, a.title, p.name`,
    [courseId, requestId, state, answer, actor.login],
  );
  if (!answered) return false;
  const subject = `${answered.name}, ${answered.title}, ${answered.criterion}`;
  await note(tx, { courseId, actor, action: `request.${state}`, subject, after: { request: requestId, answer } });
  return true;
}

const openSql = `
  select q.id, s.participant_id as "participantId" from regrade_request q join submission s on s.id = q.submission_id
    join assignment a on a.id = s.assignment_id
  where a.course_id = $1 and q.state = 'open' and q.dealt_to is null order by q.asked_at, q.id for update of q`;

const handsSql = `
  select m.login, m.sections, (select count(*)::int from regrade_request q where q.dealt_to = m.login and q.state = 'open') as busy
  from staff m where m.course_id = $1 and m.role = 'assistant' order by m.login`;

/** Deals open requests to assistants: who has the fewest and is for the section gets the next. Answers how many. */
export async function dealRequests(tx: Queryable, courseId: number, actor: Actor): Promise<number> {
  const hands = await many<Hand>(tx, handsSql, [courseId]);
  const requests = await many<Pick<RegradeRequest, 'id'> & { participantId: number }>(tx, openSql, [courseId]);
  const people = new Map((await loadPeople(tx, courseId)).map(({ id, sections }) => [id, sections]));
  let dealt = 0;
  for (const { id, participantId } of requests) {
    const hand = leastBusy(hands, people.get(participantId) ?? []);
    if (!hand) continue;
    hand.busy += 1;
    dealt += await execute(tx, 'update regrade_request set dealt_to = $2 where id = $1', [id, hand.login]);
  }
  const subject = `${dealt} of ${requests.length} open requests`;
  if (dealt > 0) await note(tx, { courseId, actor, action: 'request.deal', subject });
  return dealt;
}
