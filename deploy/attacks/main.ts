/** `npm run attacks`: see options.ts. */

import { attack } from './attack.ts';
import { HELP, type Options, readOptions } from './options.ts';

let options: Options | undefined;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
  process.exit(2);
}
if (!options) process.stdout.write(HELP);
else process.exitCode = (await attack(options)) ? 0 : 1;
