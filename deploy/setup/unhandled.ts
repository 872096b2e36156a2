/**
 * A reporter for vitest that writes the errors that happened outside of every test, as a JSON array of texts, to the file
 * named by PUSHMARK_UNHANDLED. They end a run of vitest with status 1, though every test in its report passed.
 */
import { writeFileSync } from 'node:fs';
import type { Reporter } from 'vitest/node';

export default class Unhandled implements Reporter {
  onTestRunEnd: NonNullable<Reporter['onTestRunEnd']> = (_, errors) => {
    const file = process.env.PUSHMARK_UNHANDLED;
    if (file) writeFileSync(file, JSON.stringify(errors.map((error) => error.stack ?? String(error.message))));
  };
}
