import { policyLevel, weaknesses } from '#graders/policy.ts';
import type { AssignmentDocument } from '#services/classroom/assignment/document.ts';

/** What a teacher must know of how far the verdicts of an assignment can be believed; nothing where all is well. */
export function trustWords({ allow }: AssignmentDocument): readonly string[] {
  const off = 'the source policy is off (allow: anything): only what blinds the race detector and C code is refused';
  return [
    ...(policyLevel('shared', allow) === 'full' ? [] : [off]),
    ...weaknesses(allow).map((weakness) => `shared judging is not to be believed: ${weakness}`),
  ];
}
