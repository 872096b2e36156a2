import type { Battle, Tried } from '../attack.ts';
import { CONTROLS } from '../corpus/read.ts';

/** A few lines for people. */
export function summary({ tried, aftermath, seconds, used, drawnWith }: Battle): string {
  const count = (some: (one: Tried) => boolean) => tried.filter(some).length;
  const attacks = count((one) => one.case.class !== CONTROLS);
  const facts = [
    `${attacks} attacks and ${tried.length - attacks} controls in ${seconds} s`,
    `${count((one) => one.problems.length > 0)} do not hold`,
    `${count((one) => one.open !== undefined)} known to be open`,
    `${count((one) => one.pending !== undefined)} pending`,
    `the runner took ${mebibytes(used.memoryBytes)} of memory, disks lost ${mebibytes(used.diskBytes)}`,
    ...(drawnWith === undefined ? [] : [`drawn, and to be drawn again, with ${drawnWith}`]),
  ];
  return [facts.join(', '), ...aftermath.map((words) => `✗ ${words}`)].join('\n');
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

/** What `--json` prints. */
export function battleDocument({ tried, aftermath, seconds, used }: Battle) {
  const cases = tried.map(({ case: one, way, outcome, pending, problems, open }) => {
    const { points, max, endings, rules, tampering, canaries, seconds } = outcome ?? {};
    const facts = { points, max, endings, rules, tampering, canaries, seconds };
    return { name: one.name, class: one.class, way, tries: one.head.tries, ...facts, pending, problems, open };
  });
  return { seconds, used, aftermath, cases };
}

/** The dated table. */
export function battleMarkdown(battle: Battle): string {
  const rows = battle.tried
    .toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
    .map(
      (one) =>
        `| ${one.case.class} | ${one.case.name} | ${one.case.head.tries.replaceAll('|', '\\|')} | ${one.way} | ${cells(one)} |`,
    );
  return [
    `# Attacks, ${new Date().toISOString().slice(0, 10)}`,
    '',
    `Made by \`npm run attacks -- --all --write graders/judge/attacks/RESULTS.md\`. ${summary(battle).replaceAll('\n', '; ')}.`,
    '',
    '`auto` is the assignment’s own way: sealed where its lock says so. Points in brackets are the most that is fair.',
    '',
    '| class | case | what it tries | way | points | ended, found | s | |',
    '|---|---|---|---|---:|---|---:|---|',
    ...rows,
    '',
  ].join('\n');
}

function key({ case: one, way }: Tried): string {
  return `${one.class === CONTROLS ? '99' : one.class} ${one.name} ${way}`;
}

function cells({ case: one, outcome, pending, problems, open }: Tried): string {
  if (!outcome) return ` | | | pending: ${pending}`;
  const { points, max, endings, rules, tampering, seconds, statuses, refused, unavailable } = outcome;
  const most = one.head.most ?? (one.class === CONTROLS ? max : 0);
  const found = [
    ...endings,
    ...rules,
    ...(tampering.length > 0 ? ['tampering'] : []),
    ...(refused && refused.length > 0 ? ['refused by the fetch'] : []),
    ...(unavailable ? ['commit not taken'] : []),
    ...(statuses ? [...new Set(statuses)].map((status) => `HTTP ${status}`) : []),
  ];
  const verdict = problems.length > 0 ? `✗ ${problems.join('; ')}` : open ? `open: ${open}` : '✓';
  return `${max === 0 ? '' : `${points} (${most})`} | ${found.join(', ')} | ${seconds} | ${verdict.replaceAll('|', '\\|')}`;
}
