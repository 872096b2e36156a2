import type Docker from 'dockerode';
import { InfrastructureError } from '#services/platform/errors.ts';
import type { Profile } from './sandbox.ts';

/** Per profile an image's name, or its id once resolved. */
export type Images = Readonly<Record<Profile, string>>;

/** The ids behind the names: what a run is executed in and what its versions record. */
export async function resolveImages(docker: Docker, names: Images): Promise<Images> {
  return { compile: await idOf(docker, names.compile), run: await idOf(docker, names.run) };
}

/** Whether the engine has both. Throws InfrastructureError when it does not answer. */
export async function hasImages(docker: Docker, { compile, run }: Images): Promise<boolean> {
  const found = await Promise.all([find(docker, compile), find(docker, run)]);
  return found.every((id) => id !== undefined);
}

async function idOf(docker: Docker, name: string): Promise<string> {
  const id = await find(docker, name);
  if (id !== undefined) return id;
  throw new InfrastructureError(`The sandbox image ${name} is missing. Build it with: deploy/sandbox/build.sh`);
}

async function find(docker: Docker, name: string): Promise<string | undefined> {
  try {
    return (await docker.getImage(name).inspect()).Id;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 404) {
      throw new InfrastructureError(`Docker does not answer: ${(error as Error).message}`, { cause: error });
    }
    return undefined;
  }
}
