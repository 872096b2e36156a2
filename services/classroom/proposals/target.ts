import { many, type Queryable } from '#services/platform/database.ts';
import type { AssignmentRules } from '../rules/document.ts';
import { type Applied, appliedTo, isSameRules, type Rescore } from './proposal.ts';

/** What holds now, and what would hold after a decision about a rescore; or why it cannot be decided, in words. */
export type Target = { readonly was: Applied; readonly is: Applied } | { readonly why: string };

/** Applying lets hold what was asked for, whole: it is what the course says. */
export async function targetOf(db: Queryable, proposal: Rescore, decision: 'apply' | 'undo'): Promise<Target> {
  const was = await appliedTo(db, proposal.assignment.id);
  if (decision === 'apply') return { was, is: proposal.change };
  const worth = await worthOf(db, [was, proposal.before, proposal.change]);
  const is = takenBack(was, proposal, worth);
  return is ? { was, is } : { why: 'The same points or rules have changed again since: change them in the course.' };
}

/** Only what the change has changed goes back; what came to hold later stays. Undefined: that is the same thing. */
function takenBack(live: Applied, { before, change }: Rescore, worth: (of: Applied) => string): Applied | undefined {
  const rules = rulesTakenBack(live.rules, before.rules, change.rules);
  if (rules === undefined) return undefined;
  if (worth(live) === worth(change)) return { version: before.version, rules };
  return worth(before) === worth(change) ? { version: live.version, rules } : undefined;
}

type Rules = AssignmentRules | null;

function rulesTakenBack(live: Rules, before: Rules, change: Rules): Rules | undefined {
  if (isSameRules(live, change)) return before;
  if (isSameRules(before, change)) return live;
  if (!live || !before || !change) return undefined;
  const names = Object.keys({ ...live, ...before, ...change }) as (keyof AssignmentRules)[];
  const merged: Partial<Record<keyof AssignmentRules, unknown>> = {};
  for (const name of names) {
    const [own, old, made] = [live, before, change].map((rules) => JSON.stringify(rules[name]));
    if (own !== made && old !== made) return undefined;
    merged[name] = own === made ? before[name] : live[name];
  }
  return merged as AssignmentRules;
}

/** What a version judges by and is worth; versions that differ in words and files alone are the same. */
async function worthOf(db: Queryable, applied: readonly Applied[]): Promise<(of: Applied) => string> {
  const sql = `select id, judging || ' ' || rules as worth from assignment_version where id = any($1)`;
  const versions = applied.flatMap(({ version }) => version ?? []);
  const known = new Map((await many<{ id: number; worth: string }>(db, sql, [versions])).map((v) => [v.id, v.worth]));
  return ({ version }) => (version === null ? '' : (known.get(version) ?? String(version)));
}
