import { isIdle } from '#services/classroom/roster/import.ts';
import { COLUMN, type Origin, type RosterFile } from '#services/classroom/roster/person.ts';
import type { ChangedPerson, RosterPlan } from '#services/classroom/roster/plan.ts';
import { visible } from '#services/platform/text.ts';

const MADE_BY: Readonly<Record<Origin, string>> = {
  ...{ pushmark: 'an export of Pushmark', canvas: "an export of Canvas's gradebook", moodle: 'an export of Moodle' },
  ...{
    'github-classroom': "GitHub Classroom's roster",
    classroom50: "Classroom 50's roster",
    other: 'a list of people',
  },
};

/** What an import did or would do, for people. */
export function planText(plan: RosterPlan, file: RosterFile, { dryRun = false, replace = false } = {}): string {
  const { added, changed, unchanged, missing, left } = plan;
  const lines = [
    `${file.file} is ${MADE_BY[file.origin]}: ${file.people.length} people`,
    ...file.skipped.map((words) => `  (${words})`),
    ...added.map(({ name, login }) => `  + ${said(name)}${login ? ` (${login})` : ''}`),
    ...changed.map((each) => `  ~ ${said(each.entry.name)}: ${differences(each)}`),
    ...left.map(({ name }) => `  - ${said(name)}: has left; grades stay`),
    `${added.length} added, ${changed.length} changed, ${unchanged.length} as before, ${left.length} left`,
    ...(missing.length > 0 && !replace
      ? [`${missing.length} on the roster and not in this file; they stay. With --replace they are marked as left`]
      : []),
    ...(dryRun && !isIdle(plan) ? ['Nothing was written; without --dry-run it is done'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function differences({ changes, back }: ChangedPerson): string {
  const words = changes.map(
    ({ field, before, after }) => `${COLUMN[field]} ${before ? `${said(before)} → ` : ''}${said(after)}`,
  );
  return [...(back ? ['is back'] : []), ...words].join(', ');
}

function said(text: string): string {
  return visible(text, 80);
}
