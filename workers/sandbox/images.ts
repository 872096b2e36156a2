import type Docker from 'dockerode';
import { InfrastructureError } from '#services/platform/errors.ts';
import type { Profile } from './sandbox.ts';

/** Per profile an image's name, or its id once resolved. */
export type Images = Readonly<Record<Profile, string>>;

/** The ids behind the names: what a run is executed in and what its versions record. */
export async function resolveImages(docker: Docker, names: Images): Promise<Images> {
  return { compile: await idOf(docker, names.compile), run: await idOf(docker, names.run) };
}

async function idOf(docker: Docker, name: string): Promise<string> {
  try {
    return (await docker.getImage(name).inspect()).Id;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 404) {
      throw new InfrastructureError(`Docker does not answer: ${(error as Error).message}`, { cause: error });
    }
    throw new InfrastructureError(`The sandbox image ${name} is missing. Build it with: deploy/sandbox/build.sh`);
  }
}
