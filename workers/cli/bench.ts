import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { seedSecretFrom } from '#services/classroom/runs/secret.ts';
import { directoryStore } from '#services/classroom/store.ts';
import type { Store } from '#services/classroom/trees.ts';
import type { Config } from '#services/platform/config.ts';
import { connectDocker } from '#workers/sandbox/connect.ts';
import { type DockerSandbox, dockerSandbox } from '#workers/sandbox/docker.ts';
import { hasImages, type Images, resolveImages } from '#workers/sandbox/images.ts';
import { sweepDead } from '#workers/sandbox/sweep.ts';

/** What local grading needs: no database, no GitHub. */
export interface Bench {
  readonly sandbox: DockerSandbox;
  readonly images: Images;
  /** Whether the engine has these two, by id. */
  readonly hasImages: (images: Images) => Promise<boolean>;
  readonly store: Store;
  /** For seeds. Of this data folder, unless one is configured: a server that began with that one draws the same. */
  readonly secret: string;
  readonly processors: number;
}

const OWNER = 'cli';

/** `pool`: containers of each image that wait ready; who asks for some closes the sandbox at the end. */
export async function openBench(config: Config, pool = 0): Promise<Bench> {
  const { docker, processors } = await connectDocker();
  const images = await resolveImages(docker, config.images);
  await sweepDead(docker, OWNER, hostname());
  return {
    sandbox: dockerSandbox(docker, {
      owner: `${OWNER}-${hostname()}-${process.pid}`,
      processors,
      pool,
      runtime: config.runtime,
    }),
    images,
    hasImages: (wanted) => hasImages(docker, wanted),
    store: directoryStore(join(config.data, 'store')),
    secret: config.secret ? seedSecretFrom(config.secret) : await localSecret(join(config.data, 'cli-secret')),
    processors,
  };
}

/** Made once: the same code gets the same seed tomorrow. */
async function localSecret(file: string): Promise<string> {
  await mkdir(join(file, '..'), { recursive: true });
  // With `wx` only the first of several processes writes; all read what it wrote.
  await writeFile(file, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return (await readFile(file, 'utf8')).trim();
}
