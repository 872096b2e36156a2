/** What goes wrong, one by one, and all together. */
import { dockerdRestarted } from './faults/engine.ts';
import type { Fault } from './faults/fault.ts';
import { githubHangs, githubTrouble, webhooksDropped, webhooksTwisted } from './faults/github.ts';
import { reporterKilled, webKilled, workerKilled } from './faults/processes.ts';
import { postgresRestarted, redisFlushed, redisStopped } from './faults/stores.ts';
import { machines, together } from './faults/together.ts';

export const FAULTS: readonly Fault[] = [
  ...[redisFlushed, redisStopped, postgresRestarted, dockerdRestarted, webKilled, workerKilled],
  ...[reporterKilled, githubTrouble, githubHangs, webhooksDropped, webhooksTwisted, machines, together],
];
