import type { AttemptRules } from './attempts.ts';
import type { Submission } from './facts.ts';
import type { Attempt, NotCounted } from './grade.ts';

export type Why = NotCounted;

interface About {
  /** Time of the attempt that counts before it. */
  readonly before: Date | undefined;
  readonly submission: Submission;
}

/** Why an attempt does not count, and what mends it. */
export function why(reason: Why, of: AttemptRules, about: About): NonNullable<Attempt['not']> {
  return { reason, ...texts[reason](of, about) };
}

interface Text {
  readonly words: string;
  readonly mend: string;
}

const texts: Readonly<Record<Why, (of: AttemptRules, about: About) => Text>> = {
  'before-opening': ({ rules, calendar }) => ({
    words: `It came before the assignment opened, ${rules.opens ? calendar.inWords(new Date(rules.opens)) : ''}.`,
    mend: 'Push a commit once it is open.',
  }),
  'after-cutoff': ({ deadline, calendar }) => ({
    words: `It came after the cut-off, ${deadline.cutoff ? calendar.inWords(deadline.cutoff) : ''}.`,
    mend: 'With an extension it counts as it is, without another push; ask your teacher for one.',
  }),
  'too-soon': ({ rules, calendar }, { before }) => {
    const from = new Date((before?.getTime() ?? 0) + rules.cooldownMs);
    return {
      words: `It came less than ${inMinutes(rules.cooldownMs)} after the attempt before.`,
      mend: `What you push from ${calendar.inWords(from)} on counts.`,
    };
  },
  'too-many': ({ rules }) => ({
    words: `${rules.attempts === 1 ? 'One attempt counts' : `${rules.attempts} attempts count`}, and no more are left.`,
    mend: 'Your teacher can allow more, or choose this commit.',
  }),
  'our-trouble': () => ({
    words: 'It has no result for a reason that is not yours: it costs no attempt and no late day.',
    mend: 'It counts as soon as it has a result. You need not push again, and may.',
  }),
  unavailable: (_, { submission }) => ({
    words: `It cannot be judged, and is no attempt. ${submission.unavailable ?? 'The commit cannot be had any more.'}`,
    mend: 'Push again: a commit that can be had is judged as any other.',
  }),
};

function inMinutes(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 360_000) / 10} h`;
}
