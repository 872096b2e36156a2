import type { CommitState, Waiting } from './state.ts';

const phases: Readonly<Record<string, string>> = {
  preparing: 'It is being prepared.',
  compiling: 'It is being built.',
  running: 'Its tests are running.',
  judging: 'It is being judged.',
};

/** A state in a sentence for the student; ends with a full stop. */
export function stateInWords(state: CommitState, now: Date = new Date()): string {
  switch (state.state) {
    case 'received':
      return 'It was received and will be looked at.';
    case 'superseded':
      return `A newer commit, ${state.by.sha.slice(0, 7)}, came after it and goes first; this one waits behind fresh pushes. ${waiting(state, now)}`;
    case 'queued':
      return waiting(state, now);
    case 'fetching':
      return 'It is being fetched from GitHub.';
    case 'grading':
      if (state.criteria) return `It is being run for: ${state.criteria.join(', ')}.`;
      return phases[state.phase] ?? 'It is being graded.';
    case 'reporting':
      return `It is graded; GitHub is being told.${state.trouble ? ` ${sentence(state.trouble)}` : ''}`;
    case 'done':
      return state.unreported
        ? `It is graded; GitHub could not be told: ${sentence(state.unreported)}`
        : 'It is graded.';
    case 'errored':
      return `${sentence(state.why)} ${state.next}`;
    case 'unavailable':
      return sentence(state.why);
    case 'ignored':
      return `${sentence(state.why)}${state.mend ? ` ${sentence(state.mend)}` : ''}`;
  }
}

/** Whether nothing changes any more unless somebody does something. */
export function isSettled({ state }: CommitState): boolean {
  return state === 'done' || state === 'errored' || state === 'unavailable' || state === 'ignored';
}

/** Seconds for people, rounded up to what one can promise: `5 s`, `40 s`, `3 min`. */
export function about(seconds: number): string {
  if (seconds < 60) return `${Math.max(5, Math.ceil(seconds / 5) * 5)} s`;
  return seconds < 3600 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 360) / 10} h`;
}

function waiting({ halfway, ...rest }: Waiting, now: Date): string {
  const first = halfway ? 'The first results are here; the rest follows when nobody waits for first ones. ' : '';
  return first + queued(rest, now);
}

function queued({ place, estimateSeconds, trouble, retryAt }: Waiting, now: Date): string {
  const ours = trouble ? `${sentence(trouble)} It is our trouble and costs nothing. ` : '';
  if (place !== undefined) return `${ours}Place ${place} in the queue, about ${about(estimateSeconds ?? 0)}.`;
  const seconds = retryAt ? (retryAt.getTime() - now.getTime()) / 1000 : 0;
  return seconds > 0 ? `${ours}It is tried again in about ${about(seconds)}.` : `${ours}It is about to be graded.`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
