/**
 * The fields that GitHub Classroom's export and its tests are known to have. What is not carried over is told of all of
 * them; a field that is not in these lists is told by its name, so that nothing is lost silently.
 */
import type { Left } from './left.ts';

const ROOM = ['id', 'name', 'archived', 'url'];
const REPOSITORY = ['id', 'name', 'full_name', 'html_url', 'node_id', 'private', 'default_branch'];
const ASSIGNMENT = [
  ...['id', 'public_repo', 'title', 'type', 'invite_link', 'invitations_enabled', 'slug', 'students_are_repo_admins'],
  ...['feedback_pull_requests_enabled', 'max_teams', 'max_members', 'editor', 'accepted', 'submitted', 'passing'],
  ...['language', 'deadline', 'classroom', 'starter_code_repository'],
];

/** Fields of each kind of object, by the name of the kind in the report. */
export const FIELDS = {
  classroom: [...ROOM, 'organization'],
  organization: ['id', 'login', 'node_id', 'html_url', 'name', 'avatar_url'],
  assignment: ASSIGNMENT,
  starter_code_repository: REPOSITORY,
  accepted: ['id', 'submitted', 'passing', 'commit_count', 'grade', 'students', 'repository', 'assignment'],
  students: ['id', 'login', 'name', 'avatar_url', 'html_url'],
  repository: REPOSITORY,
  'grades.csv': [
    ...['assignment_name', 'assignment_url', 'starter_code_url', 'github_username', 'roster_identifier'],
    ...['student_repository_name', 'student_repository_url', 'submission_timestamp', 'points_awarded'],
    ...['points_available', 'group_name'],
  ],
  'autograding.json': ['tests'],
  tests: ['name', 'setup', 'run', 'input', 'output', 'comparison', 'timeout', 'points'],
  workflow: ['name', 'on', 'permissions', 'jobs'],
  job: ['name', 'runs-on', 'if', 'permissions', 'steps'],
  step: ['name', 'id', 'uses', 'with', 'env'],
  grader: [
    ...['test-name', 'setup-command', 'command', 'input', 'expected-output', 'comparison-method', 'timeout'],
    'max-score',
  ],
} as const satisfies Record<string, readonly string[]>;

/** What values of one kind have beyond the fields that are known, once each. */
export function unknownFields(kind: keyof typeof FIELDS, values: readonly unknown[], file: string, under = ''): Left[] {
  const known: readonly string[] = FIELDS[kind];
  const names = values.flatMap((value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [],
  );
  const others = [...new Set(names)].filter((name) => !known.includes(name)).slice(0, 50);
  return others.map((name) => ({
    ...{ file, field: `${under}${name.slice(0, 100)}`, why: `a field of ${kind} that is not known here` },
    todo: 'See whether the course needs it',
  }));
}
