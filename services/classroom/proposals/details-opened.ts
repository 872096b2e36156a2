import { type Database, execute, many, transaction } from '#services/platform/database.ts';
import { calendarOf } from '../rules/calendar.ts';
import { deadlineOf, deadlinesOf } from '../rules/deadline.ts';
import type { AssignmentRules } from '../rules/document.ts';
import type { Extension } from '../rules/facts.ts';
import { detailsFrom } from '../rules/visibility.ts';
import { reportAssignmentAgain } from './report-again.ts';

interface Row {
  readonly id: number;
  readonly rules: AssignmentRules;
  readonly told: Date | null;
  readonly timeZone: string;
  readonly extensions: readonly { until: string | null; minutes: number | null; days: number | null }[];
}

/** Due ones that show something after it. */
const dueSql = `
  select a.id, a.rules, a.details_told as told, c.time_zone as "timeZone", coalesce((select json_agg(json_build_object('until', e.until,
      'minutes', e.minutes, 'days', e.days)) from extension e where e.revoked_at is null and e.course_id = a.course_id
      and (e.assignment_id is null or e.assignment_id = a.id)), '[]') as extensions
  from assignment a join course c on c.id = a.course_id join assignment_version v on v.id = coalesce(a.scored_by, a.current_version)
  where not a.retired and ((a.rules ->> 'due')::timestamptz <= $1 or a.details_told is not null)
    and v.document::text like '%after-due%'
  order by a.id`;

/**
 * Has the reports of an assignment written again once what is shown after its due date is open, or closed again by an
 * extension. Several may ask at once; one of them does it. Answers how many assignments that were.
 */
export async function reportOpenedDetails(db: Database, now: Date = new Date()): Promise<number> {
  let told = 0;
  for (const row of await many<Row>(db, dueSql, [now])) {
    const open = opening(row);
    const is = open && open <= now ? open : null;
    if ((row.told?.getTime() ?? 0) === (is?.getTime() ?? 0)) continue;
    told += await transaction(db, async (tx) => {
      const sql = 'update assignment set details_told = $2 where id = $1 and details_told is not distinct from $3';
      const mine = await execute(tx, sql, [row.id, is, row.told]);
      if (mine > 0) await reportAssignmentAgain(tx, row.id);
      return mine;
    });
  }
  return told;
}

/** The same for every participant: everybody waits for the latest end. */
function opening({ id, rules, extensions, timeZone }: Row): Date | undefined {
  const all = extensions.map(
    ({ until, minutes, days }, i): Extension => ({
      ...{ id: i, reason: '', minutes: minutes ?? undefined, days: days ?? undefined },
      until: until === null ? undefined : new Date(until),
    }),
  );
  const calendar = calendarOf(timeZone);
  return detailsFrom(deadlineOf({ id, rules }, [], nobody, calendar), deadlinesOf({ id, rules }, all, calendar));
}

const nobody = { id: 0, members: [], sections: [] };
