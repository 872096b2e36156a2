/** A Docker engine of the chaos run's own, which may therefore be stopped: socket, data, containers and images are its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { until } from '#deploy/demo/testing/waiting.ts';

export interface OwnEngine {
  /** For DOCKER_HOST. */
  readonly host: string;
  readonly docker: Docker;
  /** Ends it, and every container with it. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its data. */
  close(): Promise<void>;
}

const IMAGES = ['pushmark-compile:latest', 'pushmark-run:latest'];

/** Starts one and loads the sandbox images of the machine's engine into it: half a minute, 800 MB. Throws where it cannot, e.g. without root. */
export async function ownEngine(): Promise<OwnEngine> {
  const place = await mkdtemp(join(tmpdir(), 'pushmark-engine-'));
  const socketPath = join(place, 'docker.sock');
  const docker = new Docker({ socketPath });
  let daemon: ChildProcess | undefined;
  const start = async () => {
    daemon = await launch(place, socketPath);
    await answering(docker, daemon, place);
  };
  const stop = async () => {
    if (daemon?.exitCode === null && daemon.kill('SIGTERM')) await ended(daemon);
  };
  const close = async () => {
    await stop();
    await unmountBelow(place);
    await rm(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  };
  try {
    await start();
    await load(IMAGES, `unix://${socketPath}`);
  } catch (error) {
    await close();
    throw error;
  }
  return { host: `unix://${socketPath}`, docker, start, stop, close };
}

/** Neither bridge nor firewall, which belong to the machine: sandboxes have no network anyway. */
async function launch(place: string, socketPath: string): Promise<ChildProcess> {
  const paths = [
    '--data-root',
    join(place, 'data'),
    '--exec-root',
    join(place, 'exec'),
    '--pidfile',
    join(place, 'pid'),
  ];
  const network = ['--bridge=none', '--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false'];
  const apart = ['--containerd-namespace=pushmark-chaos', '--containerd-plugins-namespace=pushmark-chaos-plugins'];
  const log = await open(join(place, 'log'), 'a');
  const args = [`--host=unix://${socketPath}`, ...paths, ...network, ...apart];
  const daemon = spawn('dockerd', args, { stdio: ['ignore', log.fd, log.fd] });
  await new Promise((resolve, reject) => daemon.once('spawn', resolve).once('error', reject));
  await log.close();
  return daemon;
}

async function answering(docker: Docker, daemon: ChildProcess, place: string): Promise<void> {
  const look = async () => {
    if (daemon.exitCode !== null) throw new Error(`dockerd ended: ${await lastLine(place)}`);
    return docker.ping().then(
      () => true,
      () => undefined,
    );
  };
  await until("an answer of the chaos run's own dockerd", look);
}

/** A container that was being made when the engine ended leaves its layers mounted, and no folder with these can be removed. */
async function unmountBelow(place: string): Promise<void> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '');
  const left = mounts.filter((path) => path.startsWith(`${place}/`));
  if (left.length > 0) await ended(spawn('umount', ['--lazy', ...left.toReversed()], { stdio: 'inherit' }));
}

async function lastLine(place: string): Promise<string> {
  return (await readFile(join(place, 'log'), 'utf8')).trim().split('\n').at(-1) ?? '';
}

async function load(images: readonly string[], host: string): Promise<void> {
  const save = spawn('docker', ['save', ...images], { stdio: ['ignore', 'pipe', 'inherit'] });
  const into = spawn('docker', ['--host', host, 'load', '--quiet'], { stdio: [save.stdout, 'ignore', 'inherit'] });
  await Promise.all([ended(save), ended(into)]);
  if (save.exitCode !== 0 || into.exitCode !== 0) throw new Error(`${images.join(' and ')} could not be loaded`);
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}
