import type { Acceptable } from '#services/classroom/accepting/acceptable.ts';
import { accessTo } from '#services/classroom/people/access.ts';
import { isAtLeast, type Viewer } from '#services/classroom/people/viewer.ts';
import type { Database } from '#services/platform/database.ts';
import { time } from '../pages/words.ts';
import type { AcceptOptions } from './accept.ts';

/** Why somebody cannot accept an assignment now, in words; undefined where nothing is in the way. */
export async function obstacleFor(
  { database, accepting }: Pick<AcceptOptions, 'accepting'> & { readonly database: Database },
  { rules, course }: Acceptable,
  viewer: Viewer,
): Promise<string | undefined> {
  const access = await accessTo(database, viewer, course.document.slug);
  if (course.hasRoster && !access) return notOnRoster;
  const opens = rules?.opens && new Date(rules.opens);
  const early = opens && opens > new Date() && !(access && isAtLeast(access.role, 'observer'));
  if (early) return `It opens ${time(opens, course.document.timeZone)}. Come back then.`;
  const able = accepting ? await accepting.able().catch(() => undefined) : false;
  if (able === undefined) return 'GitHub does not answer just now. Reload this page in a minute.';
  return able ? undefined : madeElsewhere;
}

const notOnRoster =
  'You are not on the roster of this course, as far as GitHub tells who you are. Open the invitation that your teacher ' +
  'sent, or ask for one.';

const madeElsewhere =
  'The repositories of this course are made in another way than here: your teacher tells you how. Once yours is there, ' +
  'push to it, and the result appears on its commits and in your course here.';
