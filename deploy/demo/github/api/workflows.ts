import { covers, permissionsOf } from './access.ts';
import { Refusal } from './answer.ts';
import type { Call } from './call.ts';

/** What runs in GitHub's Actions may be written only by Apps that are trusted with it. */
export function mayWriteWorkflows({ caller }: Call): boolean {
  const granted = permissionsOf(caller);
  return granted === null || covers(granted, 'workflows:write');
}

export function refuseWorkflows(call: Call, paths: readonly string[]): void {
  if (mayWriteWorkflows(call) || !paths.some((path) => path.startsWith('.github/workflows/'))) return;
  throw new Refusal(403, 'Resource not accessible by integration');
}
