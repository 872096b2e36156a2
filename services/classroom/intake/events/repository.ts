import { reviveReports } from '#services/classroom/reports/revive.ts';
import { execute, type Queryable } from '#services/platform/database.ts';
import { type EventKind, noted, type OfRepository } from '../arrival.ts';
import { repositoryOf } from '../repository.ts';

/** Made, renamed, transferred, archived, deleted: its names are kept up to date; whose it is stays as it was. */
export const repository: EventKind<OfRepository> = {
  read(_payload, common) {
    const { repository } = common;
    return repository ? { ...common, repository } : { lacks: 'repository' };
  },

  async act(arrival, facts) {
    const known = await repositoryOf(arrival, facts);
    if (facts.action === 'deleted') await giveUp(arrival.tx, known.id);
    if (facts.action === 'unarchived' && (await reviveReports(arrival.tx, [known.id])) > 0)
      arrival.bells.add('reporting');
    return noted(known.matchReason);
  },
};

async function giveUp(tx: Queryable, repositoryId: number): Promise<void> {
  await execute(tx, `update repository set gone = 'deleted' where id = $1`, [repositoryId]);
  await execute(
    tx,
    `update outbox set gave_up = 'the repository was deleted' where repository_id = $1 and sent < wanted`,
    [repositoryId],
  );
}
