import type { Finding } from '#graders/check.ts';
import type { Refused } from '../grading/fetch/choose.ts';

/** More help nobody, and a hostile commit could ask for thousands. */
const MOST = 50;

/** What the student is told of parts of the commit that were not looked at. */
export function leftOut(refused: readonly Refused[]): Finding[] {
  const shown = refused.slice(0, MOST).map(({ path, reason }) => note(printable(path), `Left out: ${reason}`));
  const more = refused.length - shown.length;
  return more > 0 ? [...shown, note('', `${more} more files were left out.`)] : shown;
}

function note(file: string, message: string): Finding {
  return { rule: 'left-out', level: 'warning', file, line: 0, message };
}

function printable(path: string): string {
  return path.replace(/\p{C}/gu, '\uFFFD').slice(0, 240);
}
