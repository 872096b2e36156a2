import type { Tried } from '../attack.ts';

/** One case in one line. */
export function line({ case: one, outcome, pending, problems }: Tried): string {
  const head = `${one.class.padEnd(14)} ${one.name.padEnd(34)}`;
  if (!outcome) return `${head} pending: ${pending}`;
  const { points, max, endings, rules, tampering, seconds } = outcome;
  const facts = [
    `${points}/${max}`.padStart(8),
    `${seconds} s`.padStart(7),
    ...endings,
    ...rules,
    ...(tampering.length > 0 ? [`! ${tampering[0]}`] : []),
  ];
  return [`${head} ${facts.join(' ')}`, ...problems.map((words) => `    ✗ ${words}`)].join('\n');
}
