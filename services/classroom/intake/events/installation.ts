import { execute, type Queryable } from '#services/platform/database.ts';
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

const ends: ReadonlySet<string | undefined> = new Set(['deleted', 'suspend']);

/**
 * Our App was installed, or given or denied repositories. Those we know keep their access up to date; others are met
 * with their first push. Reports that waited for access are sent after all.
 */
export const installation: EventKind<InstallationFacts> = {
  read(payload, common) {
    const { installation } = common;
    if (!installation) return { lacks: 'installation.id' };
    const added = [...listAt(payload, 'repositories'), ...listAt(payload, 'repositories_added')].flatMap(named);
    return { ...common, installation, added, removed: listAt(payload, 'repositories_removed').flatMap(named) };
  },

  async act({ tx, bells }, { action, installation, added, removed }) {
    if (ends.has(action)) {
      await execute(tx, 'update repository set installation_id = null where installation_id = $1', [installation]);
      return noted(`access ended (${action})`);
    }
    await execute(tx, 'update repository set installation_id = null where id = any($1) and installation_id = $2', [
      removed.map(({ id }) => id),
      installation,
    ]);
    await allow(tx, installation, added);
    if (await revive(tx, added)) bells.add('reporting');
    return noted();
  },
};

async function allow(tx: Queryable, installationId: number, added: readonly Named[]): Promise<void> {
  await execute(
    tx,
    `update repository r set installation_id = $1, owner = given.owner, name = given.name, updated_at = now()
     from unnest($2::bigint[], $3::text[], $4::text[]) as given (id, owner, name) where r.id = given.id`,
    [installationId, added.map((r) => r.id), added.map((r) => r.owner), added.map((r) => r.name)],
  );
}

async function revive(tx: Queryable, added: readonly Named[]): Promise<boolean> {
  const waiting = await execute(
    tx,
    `update outbox o set gave_up = null, attempts = 0, not_before = now() from repository r
     where o.repository_id = any($1) and r.id = o.repository_id and r.gone is null and gave_up is not null and sent < wanted`,
    [added.map(({ id }) => id)],
  );
  return waiting > 0;
}

function named(item: unknown): Named[] {
  const id = idAt(item, 'id');
  const [owner, name] = (textAt(item, 'full_name') ?? '').split('/');
  return id && owner && name ? [{ id, owner, name }] : [];
}
