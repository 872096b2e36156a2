import { troubleOf } from '#services/platform/github/trouble.ts';

/** It cannot go on until a person does something; the message says what, for the student. */
export class Stopped extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Stopped';
  }
}

/** GitHub is still at it; the message says at what, for the student. */
export class NotYet extends Error {}

/** How often GitHub is asked again by itself before a person has to. */
const mostAttempts = 8;

/** What becomes of an acceptance after an error: later by itself, or a sentence for the student. */
export function stopWords(error: unknown, attempts: number): { seconds: number } | { error: string } {
  if (error instanceof Stopped) return { error: error.message };
  if (error instanceof NotYet) {
    if (attempts < mostAttempts) return { seconds: 2 ** attempts };
    return { error: `${error.message} Try again in a while; if that does not help, tell your teacher.` };
  }
  if ((error as { status?: unknown }).status === undefined && !isSilence(error)) return { error: ours };
  const trouble = troubleOf(error, attempts);
  if (trouble.kind === 'later' && attempts < mostAttempts) return { seconds: trouble.seconds };
  if (trouble.kind === 'gone') return { error: refused };
  return { error: `${trouble.why.slice(0, 300)}. Try again in a while; if that does not help, tell your teacher.` };
}

function isSilence(error: unknown): boolean {
  return error instanceof Error && /Timeout|Abort|fetch failed|ECONN|ENOTFOUND/i.test(`${error.name} ${error.message}`);
}

const ours = 'Something went wrong on our side. Try again; if that does not help, tell your teacher.';
const refused =
  'GitHub does not let Pushmark do that. Tell your teacher: the GitHub App has to be installed on the organisation with ' +
  'the permissions administration, contents and members.';
