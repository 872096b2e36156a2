import type { Command } from 'commander';
import type { Finding } from '#services/classroom/setup/finding.ts';
import { readConfig } from '#services/platform/config.ts';
import { diagnose } from './diagnosis.ts';
import { EXIT } from './exit.ts';
import { type Style, styleFor, table } from './table.ts';

export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('say what is here, what is missing and how to get it')
    .option('--ping', 'have GitHub send its last ping once more, and say whether it arrives')
    .action(async ({ ping = false }: { ping?: boolean }) => {
      const findings = await diagnose(await readConfig(), ping);
      process.stdout.write(render(findings, styleFor(process.stdout)));
      if (findings.some(({ state }) => state === 'missing')) process.exitCode = EXIT.failed;
    });
}

function render(findings: readonly Finding[], style: Style): string {
  const marks = { fine: style('green', '✓'), note: style('yellow', '·'), missing: style('red', '✗') };
  const rows = findings.map(({ what, state, words }) => [marks[state], what, words]);
  const remedies = findings.flatMap(({ what, remedy, link }) =>
    remedy ? [`${what}: ${remedy}${link ? `: ${link}` : ''}`] : [],
  );
  return `${[table(rows), ...remedies].join('\n')}\n`;
}
