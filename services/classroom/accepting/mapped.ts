import type { Queryable } from '#services/platform/database.ts';
import type { Acceptable } from './acceptable.ts';
import { repositoryOfParticipant } from './adopt.ts';

/** Whose repository is looked for: a student by its name and logins, or a group by its name. */
export interface MappedOwner {
  readonly kind: 'student' | 'group';
  readonly names: readonly string[];
}

/**
 * The repository that course.yaml says is theirs, e.g. made by GitHub Classroom under a name that does not say whose it
 * is. Lower case; whether it is there at all only GitHub knows.
 */
export function mappedRepository(
  { slug, course }: Pick<Acceptable, 'slug' | 'course'>,
  { kind, names }: MappedOwner,
): { readonly owner: string; readonly repo: string } | undefined {
  const theirs = new Set(names.map((name) => name.toLowerCase()));
  const mapped = Object.entries(course.document.repositories).find(
    ([, mapping]) =>
      !('ignore' in mapping) && mapping.assignment === slug && mapping.kind === kind && theirs.has(mapping.name),
  );
  const [owner, repo] = mapped?.[0].split('/') ?? [];
  return owner && repo ? { owner, repo } : undefined;
}

/**
 * `owner/name` of the repository that they have of an assignment before they accept it, as far as we know: it has pushed,
 * was imported, or course.yaml names it. `participantId`: undefined where they are not known yet.
 */
export async function ownRepository(
  db: Queryable,
  assignment: Pick<Acceptable, 'id' | 'slug' | 'course'>,
  { participantId, ...owner }: MappedOwner & { readonly participantId: number | undefined },
): Promise<string | undefined> {
  const known =
    participantId === undefined ? undefined : await repositoryOfParticipant(db, assignment.id, participantId);
  if (known) return `${known.owner}/${known.name}`;
  const mapped = mappedRepository(assignment, owner);
  return mapped && `${mapped.owner}/${mapped.repo}`;
}
