import type { Tried } from '../attack.ts';

/** One case in one line, and its problems below. */
export function line({ case: one, way, outcome, pending, problems, open }: Tried): string {
  const head = `${one.class.padEnd(12)} ${way.padEnd(6)} ${one.name.padEnd(42)}`;
  if (!outcome) return `${head} pending: ${pending}`;
  const { points, max, endings, rules, tampering, seconds } = outcome;
  const facts = [
    `${points}/${max}`.padStart(8),
    `${seconds} s`.padStart(7),
    ...endings,
    ...rules,
    ...(tampering.length > 0 ? [`! ${tampering[0]}`] : []),
  ];
  return [
    `${head} ${facts.join(' ')}`,
    ...problems.map((words) => `    ✗ ${words}`),
    ...(open ? [`    ○ open: ${open}`] : []),
  ].join('\n');
}
