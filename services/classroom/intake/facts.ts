import { flagAt, idAt, textAt, timeAt } from './payload.ts';

/** What a payload says of its repository. */
export interface RepositoryFacts {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly fork: boolean;
  readonly template: boolean;
  readonly archived: boolean;
  /** GitHub's time of this state. */
  readonly changedAt: string | undefined;
}

/** Who made the event happen, as GitHub says. */
export interface SenderFacts {
  readonly id: number;
  readonly login: string;
  /** An App or an Actions token: never a participant. */
  readonly bot: boolean;
}

/** What nearly every payload has, where it has it. */
export interface CommonFacts {
  readonly action: string | undefined;
  readonly repository: RepositoryFacts | undefined;
  readonly sender: SenderFacts | undefined;
  readonly installation: number | undefined;
}

/** The payload lacks a field without which the event says nothing: recorded as ignored. */
export interface Lacking {
  /** The field, e.g. `pull_request.head.sha`. */
  readonly lacks: string;
}

export function readCommon(payload: unknown): CommonFacts {
  return {
    action: textAt(payload, 'action'),
    repository: repository(payload),
    sender: sender(payload),
    installation: idAt(payload, 'installation', 'id'),
  };
}

/** Whether an event can be acted upon, or what it lacks. */
export function isLacking(facts: object): facts is Lacking {
  return 'lacks' in facts;
}

function repository(payload: unknown): RepositoryFacts | undefined {
  const id = idAt(payload, 'repository', 'id');
  const name = textAt(payload, 'repository', 'name');
  // Pushes of older GitHub Enterprise servers call the login `name`.
  const owner = textAt(payload, 'repository', 'owner', 'login') ?? textAt(payload, 'repository', 'owner', 'name');
  const branch = textAt(payload, 'repository', 'default_branch') ?? textAt(payload, 'repository', 'master_branch');
  if (!id || !name || !owner || !branch) return undefined;
  return {
    ...{ id, owner, name, defaultBranch: branch },
    fork: flagAt(payload, 'repository', 'fork'),
    template: flagAt(payload, 'repository', 'is_template'),
    archived: flagAt(payload, 'repository', 'archived'),
    changedAt: timeAt(payload, 'repository', 'updated_at'),
  };
}

function sender(payload: unknown): SenderFacts | undefined {
  const id = idAt(payload, 'sender', 'id');
  const login = textAt(payload, 'sender', 'login');
  if (!id || !login) return undefined;
  return { id, login, bot: textAt(payload, 'sender', 'type') === 'Bot' || login.endsWith('[bot]') };
}
