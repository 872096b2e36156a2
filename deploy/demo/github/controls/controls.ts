/** Everything a test or the demo can make happen at the stand-in, and see of it. */
import type { World } from '../world.ts';
import { classroomControls } from './classroom-controls.ts';
import { conversationControls } from './conversation-controls.ts';
import { gitControls } from './git-controls.ts';
import { organizationControls } from './organization-controls.ts';
import { signInControls } from './sign-in-controls.ts';
import { webhookControls } from './webhook-controls.ts';

export function makeControls(world: World) {
  return {
    ...classroomControls(world),
    ...organizationControls(world),
    ...gitControls(world),
    ...conversationControls(world),
    ...webhookControls(world),
    ...signInControls(world),
  };
}

export type Controls = ReturnType<typeof makeControls>;
