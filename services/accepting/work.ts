import { type Acceptable, acceptableById } from '#services/classroom/accepting/acceptable.ts';
import type { Acceptance } from '#services/classroom/accepting/acceptance.ts';
import { loginsOf } from '#services/classroom/accepting/own-group.ts';
import { newName } from '#services/classroom/course/naming.ts';
import { one } from '#services/platform/database.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import type { AcceptingDeps } from './accepting.ts';
import { Stopped } from './stopped.ts';

/** GitHub's REST methods, on behalf of the organisation's installation. */
export type Rest = ReturnType<GitHub['installation']>['rest'];

/** Everything that a step of an acceptance needs. */
export interface Work {
  readonly deps: AcceptingDeps;
  readonly acceptance: Acceptance;
  readonly assignment: Acceptable;
  readonly participant: { readonly kind: 'student' | 'group'; readonly name: string };
  /** Of the student, or the group's members. */
  readonly logins: readonly string[];
  readonly rest: Rest;
  readonly installationId: number;
  /** The App may write what runs in GitHub's Actions. */
  readonly mayWriteWorkflows: boolean;
  readonly organisation: string;
  /** Of the repository; its name as it is to be until it is known. */
  readonly place: { readonly owner: string; readonly repo: string };
}

/** Looks up what an acceptance is about. Throws Stopped when the teacher has to do something first. */
export async function workOn(deps: AcceptingDeps, acceptance: Acceptance): Promise<Work> {
  const { database, github } = deps;
  const assignment = await acceptableById(database, acceptance.assignmentId);
  if (!assignment) throw new Stopped('This assignment is no longer part of the course. Ask your teacher.');
  const { document } = assignment.course;
  const participant = await one<Work['participant']>(database, 'select kind, name from participant where id = $1', [
    acceptance.participantId,
  ]);
  const logins = await loginsOf(database, acceptance.participantId);
  const organisation = document.organisations[0]!;
  const { id: installationId, permissions } = await installationOf(github, organisation);
  const owner = participant.kind === 'student' ? (logins[0] ?? participant.name) : participant.name;
  const classroom = document.classrooms[0] ?? document.slug;
  const repo = newName(document.naming, { slug: assignment.slug, classroom, owner, kind: participant.kind });
  const [knownOwner, knownName] = acceptance.repository?.split('/') ?? [];
  return {
    ...{ deps, acceptance, assignment, participant, logins, organisation, installationId },
    mayWriteWorkflows: permissions.workflows === 'write',
    rest: github.installation(installationId).rest,
    place: { owner: knownOwner ?? organisation, repo: knownName ?? repo },
  };
}

async function installationOf(github: GitHub, org: string) {
  try {
    return (await github.app.rest.apps.getOrgInstallation({ org })).data;
  } catch (error) {
    if ((error as { status?: number }).status !== 404) throw error;
    throw new Stopped(`The GitHub App of Pushmark is not installed on ${org}. Tell your teacher.`, { cause: error });
  }
}

/** The answer's data, or undefined where GitHub says that it is not there. */
export async function orNothing<T>(answer: Promise<{ readonly data: T }>, ...also: number[]): Promise<T | undefined> {
  try {
    return (await answer).data;
  } catch (error) {
    const { status } = error as { status?: number };
    if (status === 404 || (status !== undefined && also.includes(status))) return undefined;
    throw error;
  }
}
