import { LOCK_FILE } from '#services/classroom/assignment/lock.ts';
import type { SyncSummary } from '#services/classroom/course/sync.ts';
import type { Problem } from '#services/platform/errors.ts';
import { visible } from '#services/platform/text.ts';

/** What became of a push to the course's repository, as a check run says it. */
export interface Outcome {
  /** `open`: what it changes is being tried. */
  readonly conclusion: 'success' | 'failure' | 'open';
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

/** Another course repository has this course. */
export function taken(problems: readonly Problem[], by: string): Outcome {
  const title = `The course belongs to ${plain(by)}`;
  return { conclusion: 'failure', title, summary: `Nothing was taken over.\n\n${list(problems.map(line))}`, problems };
}

/** What was taken over; assignments that cannot be read, or do not hold, keep the version that worked before. */
export function takenOver(sync: SyncSummary): Outcome {
  const { added, changed, unchanged, retired, broken, waiting, refused: failing, held, linked, queued } = sync;
  const problems = [...broken.flatMap((each) => each.problems), ...sync.problems];
  const parts = [
    ...(broken.length > 0
      ? [`**Not taken over** (what worked before goes on): ${names(broken.map(({ folder }) => folder))}`]
      : []),
    ...(problems.length > 0 ? [list(problems.map(line))] : []),
    ...failing.map(
      ({ slug, summary }) => `**Not taken over** (what worked before goes on): ${names([slug])}\n\n${summary}`,
    ),
    ...(waiting.length > 0
      ? [`**Being tried** with the reference and every planted mistake (what worked before goes on): ${slugs(waiting)}`]
      : []),
    ...(added.length > 0 ? [`New: ${names(added)}`] : []),
    ...changed.map(({ slug, what }) => `Changed: ${names([slug])}, ${meaning[what]}`),
    ...held.map(
      ({ slug, moved }) =>
        `${names([slug])}: new points and rules would move ${moved} grades; they wait on the page of changes`,
    ),
    ...(retired.length > 0 ? [`No longer in the course, grades stay: ${names(retired)}`] : []),
    ...linked.map(
      ({ slug, lock }) =>
        `${names([slug])}: its tests are linked with students' code, because \`${LOCK_FILE}\` is ${lock}; \`npx pushmark check\` writes it`,
    ),
    `${unchanged.length} unchanged.`,
    ...(queued > 0 ? [`${queued} earlier pushes are graded now: it is clear whose they are.`] : []),
  ];
  const isWrong = broken.length + failing.length + sync.mappedBy.length > 0;
  const conclusion = waiting.length > 0 ? 'open' : isWrong ? 'failure' : 'success';
  return { conclusion, title: titleOf(sync), summary: parts.join('\n\n'), problems };
}

/** Characters; GitHub takes 65,535. */
export const mostSummary = 60_000;

/** GitHub takes 50 at once; who has more mistakes than that mends those first. */
const mostAnnotations = 50;

/** Problems on their lines. */
export function annotationsOf(problems: readonly Problem[]) {
  return problems.slice(0, mostAnnotations).flatMap(({ file, line: at, field, message }) => {
    const place = { path: file, start_line: at, end_line: at, annotation_level: 'failure' as const };
    return at > 0 ? [{ ...place, message: `${field} ${message}`.trim().slice(0, 2000) }] : [];
  });
}

function titleOf({ broken, takenBy, mappedBy, refused: failing, waiting, added, changed }: SyncSummary): string {
  if (broken.length > takenBy.length) return `${broken.length - takenBy.length} assignments cannot be read`;
  if (takenBy.length > 0) return `${takenBy.length} assignments belong to ${distinct(takenBy)}`;
  if (mappedBy.length > 0) return `${mappedBy.length} repositories belong to ${distinct(mappedBy)}`;
  if (failing.length > 0) return `${failing.length} assignments do not hold`;
  if (waiting.length > 0) return `${waiting.length} assignments are tried first`;
  const count = added.length + changed.length;
  if (count === 0) return 'Nothing changed for students';
  return count === 1 ? 'One assignment taken over' : `${count} assignments taken over`;
}

function distinct(repositories: readonly string[]): string {
  return [...new Set(repositories)].map(plain).join(', ');
}

const meaning = {
  judging: 'it judges otherwise: pushes from now on are judged by it; earlier ones when you regrade',
  rules: 'points or rules: see the gradebook',
  text: 'words only',
} as const;

function slugs(all: readonly { readonly slug: string }[]): string {
  return names(all.map(({ slug }) => slug));
}

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
