import { reviveReports } from '#services/classroom/reports/revive.ts';
import { retryUnavailable } from '#services/classroom/runs/retry.ts';
import { execute, many, type Queryable } from '#services/platform/database.ts';
import { type EventKind, noted } from '../arrival.ts';
import type { CommonFacts } from '../facts.ts';
import { idAt, listAt, textAt } from '../payload.ts';

interface Named {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
}

interface InstallationFacts extends CommonFacts {
  readonly installation: number;
  readonly added: readonly Named[];
  readonly removed: readonly Named[];
}

/** It may do again, or more than before, with the repositories it has: GitHub lists none of them. */
const reopens: ReadonlySet<string | undefined> = new Set(['unsuspend', 'new_permissions_accepted']);

/**
 * Our App was installed, or given or denied repositories. Those we know keep their access up to date, and are there
 * again if they were deleted; others are met with their first push. Reports that waited for access are sent after all,
 * and commits that could not be had are graded. One that is suspended keeps its repositories, and does nothing with
 * them until it is back.
 */
export const installation: EventKind<InstallationFacts> = {
  read(payload, common) {
    const { installation } = common;
    if (!installation) return { lacks: 'installation.id' };
    const added = [...listAt(payload, 'repositories'), ...listAt(payload, 'repositories_added')].flatMap(named);
    return { ...common, installation, added, removed: listAt(payload, 'repositories_removed').flatMap(named) };
  },

  async act({ tx, bells }, { action, installation, added, removed }) {
    if (action === 'deleted') {
      await execute(tx, 'update repository set installation_id = null where installation_id = $1', [installation]);
      return noted('access ended (deleted)');
    }
    if (action === 'suspend') return noted('access rests (suspend)');
    await execute(tx, 'update repository set installation_id = null where id = any($1) and installation_id = $2', [
      removed.map(({ id }) => id),
      installation,
    ]);
    await allow(tx, installation, added);
    const back = reopens.has(action) ? await repositoriesOf(tx, installation) : added.map(({ id }) => id);
    if ((await reviveReports(tx, back)) > 0) bells.add('reporting');
    if ((await retryUnavailable(tx, back)) > 0) bells.add('grading');
    return noted();
  },
};

async function allow(tx: Queryable, installationId: number, added: readonly Named[]): Promise<void> {
  await execute(
    tx,
    `update repository r set installation_id = $1, owner = given.owner, name = given.name,
       gone = nullif(r.gone, 'deleted'), updated_at = now()
     from unnest($2::bigint[], $3::text[], $4::text[]) as given (id, owner, name) where r.id = given.id`,
    [installationId, added.map((r) => r.id), added.map((r) => r.owner), added.map((r) => r.name)],
  );
}

async function repositoriesOf(tx: Queryable, installation: number): Promise<number[]> {
  const rows = await many<{ id: number }>(tx, 'select id from repository where installation_id = $1', [installation]);
  return rows.map(({ id }) => id);
}

function named(item: unknown): Named[] {
  const id = idAt(item, 'id');
  const [owner, name] = (textAt(item, 'full_name') ?? '').split('/');
  return id && owner && name ? [{ id, owner, name }] : [];
}
