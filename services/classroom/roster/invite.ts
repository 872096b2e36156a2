import { randomBytes } from 'node:crypto';
import { participantFor } from '#services/classroom/intake/participant.ts';
import { type Actor, note } from '#services/classroom/people/audit.ts';
import { secretDigest } from '#services/classroom/people/secret-digest.ts';
import type { Account } from '#services/classroom/people/viewer.ts';
import { execute, maybe, type Queryable } from '#services/platform/database.ts';
import { setParticipant } from './link.ts';
import { lockEntry } from './load.ts';
import { placeWaiting } from './place.ts';

/**
 * Makes an invite for somebody of the roster who is not linked yet. The token is answered once and kept nowhere; only
 * its digest is. An earlier invite of the same person ends. Undefined: there is nobody to invite under this id.
 */
export async function createInvite(
  tx: Queryable,
  courseId: number,
  entryId: number,
  actor: Actor,
): Promise<string | undefined> {
  const entry = await lockEntry(tx, courseId, entryId);
  if (!entry || entry.left || entry.participantId !== undefined) return undefined;
  const token = randomBytes(24).toString('base64url');
  await execute(tx, 'update roster_entry set invite = $2 where id = $1', [entryId, secretDigest(token)]);
  await note(tx, { courseId, actor, action: 'roster.invite', subject: entry.name });
  return token;
}

/** An invite that is open or was accepted. */
export interface Invite {
  readonly courseId: number;
  readonly course: { readonly slug: string; readonly title: string };
  readonly entryId: number;
  /** Of the person that it is for. */
  readonly name: string;
  /** Somebody has accepted it. */
  readonly taken: boolean;
  /** Its person is no longer on the roster: nobody can accept it. */
  readonly left: boolean;
}

/** What a token invites to; undefined when it is no token of ours, or was replaced or taken back. */
export async function findInvite(db: Queryable, token: string): Promise<Invite | undefined> {
  if (!/^[A-Za-z0-9_-]{32}$/.test(token)) return undefined;
  return maybe<Invite>(
    db,
    `select e.course_id as "courseId", json_build_object('slug', c.slug, 'title', c.title) as course, e.id as "entryId",
       e.name, e.participant_id is not null as taken, e.left_at is not null as left
     from roster_entry e join course c on c.id = e.course_id where e.invite = $1`,
    [secretDigest(token)],
  );
}

export type Acceptance =
  | { readonly linked: true; readonly invite: Invite; readonly participantId: number }
  /** Why not, and what mends it, in words for whoever holds the invite. */
  | { readonly linked: false; readonly why: string };

/**
 * Links a person of the roster to the account that holds its invite and has signed in. Whatever the account handed in
 * already is its own from then on. The same account may accept again; another may not.
 */
export async function acceptInvite(tx: Queryable, token: string, account: Account): Promise<Acceptance> {
  const invite = await findInvite(tx, token);
  const no = (why: string): Acceptance => ({ linked: false, why });
  if (!invite) return no('This invite is not valid, or no longer: ask your teacher for a new one.');
  if (invite.left) return no(`${invite.name} is no longer on the roster of this course. Tell your teacher.`);
  const entry = await lockEntry(tx, invite.courseId, invite.entryId);
  const login = account.login.toLowerCase();
  const sender = { id: account.githubId, login: account.login, bot: false };
  const participant = await participantFor(tx, invite.courseId, { kind: 'student', name: login }, sender);
  if (typeof participant === 'string') return no(`Your account cannot be linked: ${participant}. Tell your teacher.`);
  if (entry?.participantId === participant) return { linked: true, invite, participantId: participant };
  if (entry?.participantId !== undefined) return no('Another account has accepted this invite. Tell your teacher.');
  const linked = await setParticipant(tx, invite.courseId, invite.entryId, participant, login);
  if (linked !== true) return no(`Your account belongs to ${linked} on the roster of this course. Tell your teacher.`);
  const actor = { id: account.githubId, login: account.login };
  const after = { login, participant };
  await note(tx, { courseId: invite.courseId, actor, action: 'roster.accept', subject: invite.name, after });
  await placeWaiting(tx, invite.courseId, actor);
  return { linked: true, invite, participantId: participant };
}

/** Where an invite is accepted, below the address of the pages. */
export function invitePath(token: string): string {
  return `/join/${token}`;
}
