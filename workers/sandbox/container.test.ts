import type Docker from 'dockerode';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InfrastructureError } from '#services/platform/errors.ts';
import { coresFor, type Opened, openContainer, pinContainer, removeContainer } from './container.ts';

vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));

let remove: ReturnType<typeof vi.fn>;
const container = () => ({ remove }) as unknown as Docker.Container;
const refused = (statusCode: number) => Object.assign(new Error('not now'), { statusCode });

beforeEach(() => {
  remove = vi.fn();
});
afterEach(() => vi.restoreAllMocks());

describe('the removal of a container', () => {
  it('is asked for again while Docker is busy with it', async () => {
    remove.mockRejectedValueOnce(refused(500)).mockRejectedValueOnce(refused(409)).mockResolvedValueOnce(undefined);
    await removeContainer(container());
    expect(remove).toHaveBeenCalledTimes(3);
  });

  it('is done when it is gone already', async () => {
    remove.mockRejectedValue(refused(404));
    await removeContainer(container());
    expect(remove).toHaveBeenCalledTimes(1);
  });

  it('is trouble of ours when Docker refuses it ten times', async () => {
    remove.mockRejectedValue(refused(500));
    await expect(removeContainer(container())).rejects.toThrow(InfrastructureError);
    expect(remove).toHaveBeenCalledTimes(10);
  });
});

describe('a disk of the engine that is full', () => {
  const spec = { image: 'i', profile: 'run', limits: { memoryBytes: 1, cpus: 1, processes: 1 } } as const;
  const full = () => Promise.reject(new Error('mkdir /var/lib/docker/x: no space left on device'));

  it('is trouble of ours when a container cannot be made', async () => {
    const docker = { createContainer: full } as unknown as Docker;
    await expect(openContainer(docker, spec, { owner: 'here' })).rejects.toThrow(InfrastructureError);
  });

  it('is trouble of ours when one cannot be started, and what was made is removed', async () => {
    remove.mockResolvedValue(undefined);
    const made = { remove, attach: async () => ({ on: () => undefined }), start: full };
    const docker = { createContainer: async () => made } as unknown as Docker;
    await expect(openContainer(docker, spec, { owner: 'here' })).rejects.toThrow(InfrastructureError);
    expect(remove).toHaveBeenCalledTimes(1);
  });
});

describe('a container that measures time', () => {
  it.each([
    [1, 1, undefined],
    [2, 2, undefined],
    [1, 4, '3'],
    [1.5, 4, '2-3'],
    [4, 4, '1-3'],
    [64, 8, '1-7'],
  ])('that has %s processors of %s is kept on %s', (cpus, processors, cores) => {
    expect(coresFor(cpus, processors)).toBe(cores);
  });

  it('is given them by name', async () => {
    const update = vi.fn(async () => undefined);
    await pinContainer({ container: { update } } as unknown as Opened, '2-3');
    expect(update).toHaveBeenCalledWith({ CpusetCpus: '2-3' });
  });
});
