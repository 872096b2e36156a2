import type { Assignments } from '../corpus/assignments.ts';
import type { Ground } from './grading.ts';
import { openReceiver, type Receiver } from './receiving.ts';
import type { Field } from './try.ts';

/** A field whose receiver, with its database, is opened by the first delivery. */
export function openField(assignments: Assignments, ground: Ground): Field & { close(): Promise<void> } {
  let opened: Promise<Receiver> | undefined;
  return {
    ...{ assignments, ground },
    receiver() {
      opened ??= openReceiver();
      return opened;
    },
    close: async () => (await opened)?.close(),
  };
}
