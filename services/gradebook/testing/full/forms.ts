import type { InjectOptions } from 'fastify';
import type { FullClassroom } from './classroom.ts';

/** What somebody may send with a text in it, and addresses that are none: pages that no route has for itself. */
export function formsWith(text: string, { submission }: FullClassroom): (InjectOptions & { readonly name: string })[] {
  const inAddress = encodeURIComponent(text);
  const post = (url: string, payload: object) => ({ name: `POST ${url}`, method: 'POST' as const, url, payload });
  return [
    { name: 'nowhere', url: `/nowhere/${inAddress}` },
    { name: 'nothing in the course', url: `/courses/go/participants/1/${inAddress}` },
    { name: 'no number', url: `/submissions/${inAddress}` },
    { name: 'the API, asked wrongly', url: `/api/submissions?repository=1&sha=${inAddress}` },
    { name: 'the API, of nothing', url: `/api/courses/${inAddress}/grades` },
    post('/setup/course-repository', { repository: text }),
    post('/account/tokens', { name: text, days: '7', course: 'go' }),
    post('/courses/go/extensions/preview', { assignment: text, minutes: text, reason: text }),
    post('/courses/go/requests/1', { decision: text, answer: text }),
    post('/courses/go/roster/links', { person: text, participant: '1' }),
    post('/courses/go/changes', { assignment: text, why: text }),
    post(`/submissions/${submission}/marks`, { criterion: text, points: text, comment: text }),
    // It notes the login anew.
    post('/a/go/team', { group: 424_242 }),
  ];
}
