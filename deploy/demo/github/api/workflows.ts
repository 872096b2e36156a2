import { covers, permissionsOf } from './access.ts';
import { Refusal } from './answer.ts';
import type { Call } from './call.ts';

/** What runs in GitHub's Actions may be written only by Apps that are trusted with it. */
export function refuseWorkflows({ caller }: Call, paths: readonly string[]): void {
  const granted = permissionsOf(caller);
  const isFree = granted === null || covers(granted, 'workflows:write');
  if (isFree || !paths.some((path) => path.startsWith('.github/workflows/'))) return;
  throw new Refusal(403, 'Resource not accessible by integration');
}
