import { setTimeout as sleep } from 'node:timers/promises';
import { students } from './classroom/students.ts';
import type { CheckRun, GitHubStandIn } from './github/index.ts';
import { accept, type DemoPush, pushWork } from './pushes.ts';

/** A submission of the demo takes seconds; what is not there after this long never comes. */
const patienceMs = 5 * 60_000;

/**
 * Ten students accept their assignment, then push, two at a time as on a quiet evening; then everybody has a result on
 * the pull request. `onChange` is told whenever there is something new to draw.
 */
export async function playStory(
  github: GitHubStandIn,
  onChange: (pushes: readonly DemoPush[]) => void,
): Promise<DemoPush[]> {
  const pushes: DemoPush[] = [];
  for (const student of students) pushes.push(await accept(github, student));
  onChange(pushes);
  for (const push of pushes) {
    await pushWork(github, push);
    look(github, pushes);
    onChange(pushes);
  }
  const deadline = performance.now() + patienceMs;
  while (pushes.some((push) => push.seconds === undefined) && performance.now() < deadline) {
    await sleep(200);
    look(github, pushes);
    onChange(pushes);
  }
  return pushes;
}

/** Reads the check runs as a student would. */
function look(github: GitHubStandIn, pushes: readonly DemoPush[]): void {
  for (const push of pushes.filter((p) => p.sha !== undefined && p.seconds === undefined)) {
    const run = github.checkRuns(push.repository, push.sha).at(-1);
    if (!run) continue;
    push.phase = run.status.replace('_', ' ');
    if (run.status === 'completed') settle(push, run);
  }
}

function settle(push: DemoPush, run: CheckRun): void {
  push.seconds = (performance.now() - (push.pushedAt ?? 0)) / 1000;
  push.phase = 'graded';
  const [, score, maxScore] = /^([\d.]+) of ([\d.]+) points/.exec(run.title ?? '') ?? [];
  push.score = score === undefined ? undefined : Number(score);
  push.maxScore = maxScore === undefined ? undefined : Number(maxScore);
  const share = push.score === undefined || !push.maxScore ? Number.NaN : push.score / push.maxScore;
  const [from, to] = push.student.expected;
  push.asExpected = share >= from && share <= to;
}
