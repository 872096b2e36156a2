import { stripVTControlCharacters, styleText } from 'node:util';
import type { DemoPush } from './pushes.ts';

/** The live table of the demo: one line per student, redrawn in place on a terminal. */
export function pushTable(pushes: readonly DemoPush[]): string {
  const rows = pushes.map((push) => [
    push.student.login,
    push.student.about,
    push.phase,
    scoreOf(push),
    feedback(push),
    verdict(push),
  ]);
  const head = ['student', 'the commit', 'state', 'score', 'feedback', ''];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => width(row[i] ?? ''))));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd();
  return [styleText('bold', line(head)), ...rows.map(line)].join('\n');
}

function scoreOf({ score, maxScore }: DemoPush): string {
  return score === undefined ? '' : `${score} / ${maxScore}`;
}

function feedback({ seconds }: DemoPush): string {
  return seconds === undefined ? '' : `${seconds.toFixed(1)} s`;
}

function verdict(push: DemoPush): string {
  if (push.asExpected === undefined) return '';
  return push.asExpected ? styleText('green', 'as expected') : styleText('red', 'NOT as expected');
}

function width(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** Draws text over what was drawn before; plain lines where nobody watches. */
export function drawer(out: NodeJS.WriteStream): (text: string) => void {
  let drawn = 0;
  return (text) => {
    if (!out.isTTY) return;
    out.write(drawn > 0 ? `\u001b[${drawn}A\u001b[0J${text}\n` : `${text}\n`);
    drawn = text.split('\n').length;
  };
}
