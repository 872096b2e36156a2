export type IdKind =
  | 'account'
  | 'repository'
  | 'pull'
  | 'comment'
  | 'check'
  | 'delivery'
  | 'activity'
  | 'app'
  | 'installation'
  | 'team'
  | 'invitation';

/** GitHub's ids have outgrown 32 bits for most kinds, so ours start where a 32-bit column would already break. */
const firstIds: Readonly<Record<IdKind, number>> = {
  account: 210_000_000,
  repository: 1_120_000_000,
  pull: 2_950_000_000,
  comment: 3_560_000_000,
  check: 56_000_000_000,
  delivery: 190_000_000_000_000,
  activity: 36_000_000_000,
  app: 2_500_000,
  installation: 91_500_000,
  team: 13_400_000,
  invitation: 305_000_000,
};

/** A counter per kind of object. */
export function countIds(): (kind: IdKind) => number {
  const given = new Map<IdKind, number>();
  return (kind) => {
    const next = (given.get(kind) ?? firstIds[kind]) + 1;
    given.set(kind, next);
    return next;
  };
}
