import { holdMatching } from '#services/classroom/intake/courses.ts';
import { findRepository, type Repository } from '#services/classroom/intake/repository.ts';
import { settle } from '#services/classroom/intake/settle.ts';
import { type Database, execute, maybe, type Queryable, transaction } from '#services/platform/database.ts';

/** A repository as GitHub describes it. */
export interface GitHubRepository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly installationId: number;
}

/** The repository that a participant has of an assignment already, wherever it came from. */
export async function repositoryOfParticipant(db: Queryable, assignmentId: number, participantId: number) {
  return maybe<{ id: number; owner: string; name: string; match: Repository['match'] }>(
    db,
    `select id, owner, name, match from repository where assignment_id = $1 and participant_id = $2 and gone is null
     order by match = 'mapped' desc, id limit 1`,
    [assignmentId, participantId],
  );
}

/**
 * Writes down whose a repository is, so that its pushes count at once; what was pushed before counts from now on.
 * Answers the runs that this queued, or why it cannot be this participant's.
 */
export async function adoptRepository(
  database: Database,
  repository: GitHubRepository,
  owner: { readonly courseId: number; readonly assignmentId: number; readonly participantId: number },
): Promise<number | string> {
  return transaction(database, async (tx) => {
    await holdMatching(tx, 'shared');
    const { id, installationId, name, defaultBranch } = repository;
    await execute(
      tx,
      `insert into repository (id, installation_id, owner, name, default_branch, match, match_reason)
       values ($1, $2, $3, $4, $5, 'unmatched', 'new') on conflict (id) do nothing`,
      [id, installationId, repository.owner, name, defaultBranch],
    );
    const known = await findRepository(tx, id);
    const isTheirs = known.assignmentId === owner.assignmentId && known.participantId === owner.participantId;
    if (isTheirs && known.match === 'mapped') return 0;
    if (known.participantId !== null && !isTheirs)
      return `${repository.owner}/${name} is there already and belongs to somebody else`;
    await execute(
      tx,
      `update repository set course_id = $2, assignment_id = $3, participant_id = $4, match = 'mapped',
         match_reason = 'it was accepted here', updated_at = now() where id = $1`,
      [id, owner.courseId, owner.assignmentId, owner.participantId],
    );
    return settle(tx, await findRepository(tx, id));
  });
}
