/** Trouble on request: the next answers or webhooks go wrong in the ways that GitHub's do. */
import type { ServerResponse } from 'node:http';
import type { OperationId } from '../openapi/used.ts';
import type { SignInOperation } from '../sign-in/door.ts';

export interface AnswerFault {
  /** Which requests; `*` is any REST request. */
  readonly operation: OperationId | SignInOperation | 'git-upload-pack' | 'git-receive-pack' | '*';
  /**
   * - `secondary-limit`: 403 with `retry-after`; `too-many-requests`: the same as 429
   * - `gone`: 410; `unprocessable`: 422; nothing done, and never will be
   * - `server-error`: 500, nothing done; `done-but-502`: done, and answered with 502
   * - `hang`: no answer until the caller gives up, or the line is cut with `hangUp`
   */
  readonly kind:
    | 'secondary-limit'
    | 'too-many-requests'
    | 'gone'
    | 'unprocessable'
    | 'server-error'
    | 'done-but-502'
    | 'hang';
  /** How many of the next matching requests; default 1. */
  readonly times?: number;
  /** Seconds in `retry-after`; default 60. */
  readonly retryAfter?: number;
}

export interface WebhookFault {
  /** Event name as in `X-GitHub-Event`; default any. */
  readonly event?: string;
  /**
   * - `lost`: does not arrive; GitHub's list of deliveries shows it as timed out
   * - `never-made`: GitHub makes no delivery at all, as it does for payloads above 25 MB
   * - `twice`: arrives twice, with one GUID
   * - `after-next`: arrives after the next webhook, whichever that is
   */
  readonly kind: 'lost' | 'never-made' | 'twice' | 'after-next';
  /** How many of the next matching webhooks; default 1. */
  readonly times?: number;
}

export interface Faults {
  readonly answers: (fault: AnswerFault) => void;
  readonly webhooks: (fault: WebhookFault) => void;
  /** The fault that a request meets, which is thereby used up. */
  readonly takeAnswer: (operation: string) => AnswerFault | undefined;
  readonly takeWebhook: (event: string) => WebhookFault | undefined;
  /** Leaves a caller without an answer. */
  readonly hang: (response: ServerResponse) => void;
  /** Cuts the line to everybody who hangs. */
  readonly hangUp: () => void;
}

interface Planned<Fault> {
  readonly fault: Fault;
  left: number;
}

export function planFaults(): Faults {
  const answers: Planned<AnswerFault>[] = [];
  const webhooks: Planned<WebhookFault>[] = [];
  const hanging = new Set<ServerResponse>();
  return {
    answers: (fault) => void answers.push({ fault, left: fault.times ?? 1 }),
    webhooks: (fault) => void webhooks.push({ fault, left: fault.times ?? 1 }),
    takeAnswer: (operation) =>
      take(
        answers,
        ({ operation: wanted }) => wanted === operation || (wanted === '*' && !/^(git-|login\/)/.test(operation)),
      ),
    takeWebhook: (event) => take(webhooks, (fault) => fault.event === undefined || fault.event === event),
    hang: (response) => void hanging.add(response.once('close', () => hanging.delete(response))),
    hangUp: () => {
      for (const response of hanging) response.destroy();
    },
  };
}

function take<Fault>(planned: readonly Planned<Fault>[], matches: (fault: Fault) => boolean): Fault | undefined {
  const found = planned.find((each) => each.left > 0 && matches(each.fault));
  if (found === undefined) return undefined;
  found.left -= 1;
  return found.fault;
}
