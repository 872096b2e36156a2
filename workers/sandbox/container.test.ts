import type Docker from 'dockerode';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InfrastructureError } from '#services/platform/errors.ts';
import { removeContainer } from './container.ts';

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
