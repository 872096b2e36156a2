/** What an assignment of GitHub Classroom said that has no place in a course here. */
import { isDeepStrictEqual } from 'node:util';
import { at, textAt } from '#services/classroom/intake/payload.ts';
import type { Left } from './left.ts';

type Tell = (field: string, why: string, todo: string) => void;

/** Of one assignment, from its settings in the export. */
export function lostOf(assignment: unknown, folder: string): Left[] {
  const left: Left[] = [];
  const tell: Tell = (field, why, todo) => left.push({ file: `${folder}/assignment.json`, field, why, todo });
  groups(assignment, tell);
  if (at(assignment, 'public_repo') === true)
    tell(
      'public_repo',
      'repositories were public',
      'New ones are private here; make them public at GitHub if they are to be',
    );
  if (at(assignment, 'students_are_repo_admins') === true)
    tell(
      'students_are_repo_admins',
      'students were administrators of their repositories',
      'In new ones they may push, no more',
    );
  if (at(assignment, 'invitations_enabled') === false)
    tell(
      'invitations_enabled',
      'nobody could accept it any more',
      'Here whoever is in the roster can; set cutoff where nothing is to count any more',
    );
  if (at(assignment, 'feedback_pull_requests_enabled') === false)
    tell('feedback_pull_requests_enabled', 'there were no Feedback pull requests', 'Repositories made here have one');
  const editor = textAt(assignment, 'editor');
  if (editor) tell('editor', `it opened in ${editor}`, 'Nothing is opened here; tell students how to begin');
  const language = textAt(assignment, 'language');
  if (language && language.toLowerCase() !== 'go')
    tell('language', `its language was ${language}`, 'Only Go is graded here');
  return left;
}

/** An assignment is there twice, in the list and by itself, and should be the same. */
export function differing(listed: unknown, own: unknown, name: string): Left[] {
  const both = Object.keys(listed as object).filter((key) => at(own, key) !== undefined);
  const other = both.filter((key) => !isDeepStrictEqual(at(listed, key), at(own, key))).slice(0, 50);
  if (other.length === 0) return [];
  const why = 'assignments.json says otherwise';
  return [
    { file: `${name}/assignment.json`, field: other.join(', ').slice(0, 500), why, todo: 'See which of them is right' },
  ];
}

/** Where `max_members` is carried over, as `group-size`; undefined where nothing limits groups, or not within our bounds. */
export function groupSizeOf(assignment: unknown): number | undefined {
  const most = at(assignment, 'max_members');
  return typeof most === 'number' && Number.isInteger(most) && most >= 1 && most <= 100 ? most : undefined;
}

function groups(assignment: unknown, tell: Tell): void {
  const [members, teams] = [at(assignment, 'max_members'), at(assignment, 'max_teams')];
  if (isSaid(members) && (groupSizeOf(assignment) === undefined || textAt(assignment, 'type') !== 'group'))
    tell(
      'max_members',
      `groups had ${shown(members)} members at most`,
      'Here a limit is from 1 to 100; set group-size in course.yaml',
    );
  if (isSaid(teams))
    tell(
      'max_teams',
      `there were ${shown(teams)} groups at most`,
      'Their number is not limited here; make the groups yourself: pushmark roster groups',
    );
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 40);
}

/** What is left of every export. */
export function lostOfAll(slug: string): Left[] {
  const file = 'classroom-*/assignments.json';
  const one = (field: string, why: string, todo: string) => ({ file, field, why, todo });
  return [
    one(
      'invite_link',
      'links of GitHub Classroom lead nowhere any more',
      `Send students to /a/${slug}/ASSIGNMENT of this server`,
    ),
    one('accepted, submitted, passing, commit_count', 'Pushmark counts by itself, from the next push on', 'Nothing'),
    one(
      'id, node_id, name, full_name, url, html_url, avatar_url, private, default_branch, archived, classroom, organization, assignment, assignment_name, assignment_url, starter_code_url, student_repository_url, language, editor',
      'GitHub has these names, numbers and addresses itself, or they said the same twice',
      'Nothing',
    ),
  ];
}
