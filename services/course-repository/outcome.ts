import type { SyncSummary } from '#services/classroom/course/sync.ts';
import type { Problem } from '#services/platform/errors.ts';
import { visible } from '#services/platform/text.ts';

/** What became of a push to the course's repository, as a check run says it. */
export interface Outcome {
  readonly conclusion: 'success' | 'failure';
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  readonly problems: readonly Problem[];
}

/** Nothing could be taken over: course.yaml itself cannot be read. */
export function refused(problems: readonly Problem[]): Outcome {
  const summary = `The course goes on as it was before this push.\n\n${list(problems.map(line))}`;
  return { conclusion: 'failure', title: 'course.yaml cannot be read', summary, problems };
}

/** What was taken over; assignments that cannot be read keep the version that worked before. */
export function takenOver(sync: SyncSummary): Outcome {
  const { added, changed, unchanged, retired, broken, held, queued } = sync;
  const problems = [...broken.flatMap((each) => each.problems), ...sync.problems];
  const parts = [
    ...(broken.length > 0
      ? [`**Not taken over** (what worked before goes on): ${names(broken.map(({ folder }) => folder))}`]
      : []),
    ...(problems.length > 0 ? [list(problems.map(line))] : []),
    ...(added.length > 0 ? [`New: ${names(added)}`] : []),
    ...changed.map(({ slug, what }) => `Changed: ${names([slug])}, ${meaning[what]}`),
    ...held.map(
      ({ slug, moved }) =>
        `${names([slug])}: new points and rules would move ${moved} grades; they wait on the page of changes`,
    ),
    ...(retired.length > 0 ? [`No longer in the course, grades stay: ${names(retired)}`] : []),
    `${unchanged.length} unchanged.`,
    ...(queued > 0 ? [`${queued} earlier pushes are graded now: it is clear whose they are.`] : []),
  ];
  const title =
    broken.length > 0 ? `${broken.length} assignments cannot be read` : titleOf(added.length + changed.length);
  return { conclusion: broken.length > 0 ? 'failure' : 'success', title, summary: parts.join('\n\n'), problems };
}

/** GitHub takes 50 at once; who has more mistakes than that mends those first. */
const mostAnnotations = 50;

/** Problems on their lines. */
export function annotationsOf(problems: readonly Problem[]) {
  return problems.slice(0, mostAnnotations).flatMap(({ file, line: at, field, message }) => {
    const place = { path: file, start_line: at, end_line: at, annotation_level: 'failure' as const };
    return at > 0 ? [{ ...place, message: `${field} ${message}`.trim().slice(0, 2000) }] : [];
  });
}

function titleOf(count: number): string {
  if (count === 0) return 'Nothing changed for students';
  return count === 1 ? 'One assignment taken over' : `${count} assignments taken over`;
}

const meaning = {
  judging: 'it judges otherwise: pushes from now on are judged by it; earlier ones when you regrade',
  rules: 'points or rules: see the gradebook',
  text: 'words only',
} as const;

function names(all: readonly string[]): string {
  return all.map((name) => `\`${plain(name)}\``).join(', ');
}

export function list(lines: readonly string[]): string {
  const shown = lines.slice(0, 50).map((each) => `- ${each}`);
  return [...shown, ...(lines.length > 50 ? [`- and ${lines.length - 50} more`] : [])].join('\n');
}

export function line({ file, line: at, field, message }: Problem): string {
  const place = at > 0 ? `${file}:${at}` : file;
  return `\`${plain(place)}\`: ${field ? `\`${plain(field)}\` ` : ''}${inWords(message)}`;
}

function plain(text: string): string {
  return visible(text, 200).replace(/[`\n]/g, ' ');
}

/** A message may quote what a person wrote: nothing of it becomes a link, a mention or markup. */
function inWords(text: string): string {
  return `\`${plain(text.slice(0, 500))}\``;
}
