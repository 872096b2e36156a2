/**
 * `npm run smoke:github`: a short story with real GitHub, for whoever has an App and a server that it reaches (README,
 * "With GitHub"). It makes a private repository in the organisation, pushes to it as a person, looks whether what we
 * assume of GitHub holds, and deletes the repository again.
 */
import { parseArgs } from 'node:util';
import { assumptions, type Seen } from './smoke/assumptions.ts';
import { type Ground, makeGround } from './smoke/ground.ts';

const usage = `npm run smoke:github -- --organisation ORG [--keep]
Needs a running Pushmark (npx pushmark serve) that GitHub reaches, whose course holds m02-gradebook for this
organisation with the naming pattern <slug>-<login>, and
  SMOKE_TOKEN     a personal token that may create and delete repositories in the organisation
  GITHUB_API_URL  default https://api.github.com
  GITHUB_URL      default https://github.com`;

const { values } = parseArgs({
  options: { organisation: { type: 'string' }, keep: { type: 'boolean', default: false }, help: { type: 'boolean' } },
});
const token = process.env.SMOKE_TOKEN;

if (values.help || !values.organisation || !token) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = values.help ? 0 : 2;
} else {
  const ground = await makeGround({
    apiUrl: process.env.GITHUB_API_URL ?? 'https://api.github.com',
    gitUrl: process.env.GITHUB_URL ?? 'https://github.com',
    organisation: values.organisation,
    assignment: 'm02-gradebook',
    token,
  });
  const held = await play(ground);
  if (values.keep) process.stdout.write(`The repository was kept: ${ground.place.owner}/${ground.place.repo}\n`);
  else await ground.remove();
  process.exitCode = held ? 0 : 1;
}

async function play(ground: Ground): Promise<boolean> {
  const seen: Seen = {};
  let held = true;
  for (const { name, check } of assumptions) {
    const problem = await check(ground, seen).then(
      () => undefined,
      (error: Error) => error.message,
    );
    process.stdout.write(problem ? `no   ${name}\n     ${problem}\n` : `yes  ${name}\n`);
    if (problem) held = false;
  }
  return held;
}
