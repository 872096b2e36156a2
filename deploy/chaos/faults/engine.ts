import type { Ground } from '../ground.ts';
import { type Fault, proven, refused } from './fault.ts';
import { grading } from './processes.ts';

/** The engine ends, and with it every container; it comes back. */
export async function restartEngine({ engine, docker }: Ground): Promise<string> {
  if (!engine) throw new Error('the engine is not ours to stop');
  const ours = () => docker.listContainers({ filters: { label: ['pushmark.owner'] } });
  const before = new Set((await ours()).map(({ Id }) => Id));
  await engine.stop();
  const away = await refused(docker.ping());
  await engine.start();
  const survived = (await ours()).filter(({ Id }) => before.has(Id)).length;
  const words = `dockerd ended with ${before.size} containers, ${survived} of which outlived it`;
  return proven(away && before.size > 0 && survived === 0, words);
}

export const dockerdRestarted: Fault = {
  name: 'dockerd-restarted',
  engine: true,
  async inject(ground, burst) {
    await burst();
    await grading(ground);
    return restartEngine(ground);
  },
};
