import { openings, policyLevel } from '#graders/policy.ts';
import type { AssignmentDocument } from '#services/classroom/assignment/document.ts';

/** What a teacher must know of how far the verdicts of an assignment can be believed; nothing where all is well. */
export function trustWords({ allow }: AssignmentDocument): readonly string[] {
  const off = 'the source policy is off (allow: anything): only what blinds the race detector and C code is refused';
  const raced =
    'goroutines are allowed: a linked pass counts where the build with the race detector confirms it, and a data race can read what linked tests hold';
  return [
    ...(policyLevel('shared', allow) === 'full' ? [] : [off]),
    ...openings(allow).map((opening) => `shared judging is not to be believed: ${opening}`),
    ...(allow.includes('concurrency') ? [raced] : []),
  ];
}
