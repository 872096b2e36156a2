/** A Docker engine of the chaos run's own, which may therefore be stopped: socket, data, containers and images are its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
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

/** Starts one and loads these images of the machine's engine into it: half a minute, and their size in the folder. Throws where it cannot. */
export async function ownEngine(folder: string, images: readonly string[]): Promise<OwnEngine> {
  const place = join(folder, 'engine');
  await mkdir(place, { recursive: true });
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
    await rm(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  };
  try {
    await start();
    await load(images, `unix://${socketPath}`);
  } catch (error) {
    await close();
    throw error;
  }
  return { host: `unix://${socketPath}`, docker, start, stop, close };
}

/** Why there can be none here, in words; undefined: one can be tried. */
export async function whyNoEngine(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'dockerd wants root';
  const found = await new Promise<boolean>((resolve) => {
    const asked = spawn('dockerd', ['--version'], { stdio: 'ignore' });
    asked.once('error', () => resolve(false)).once('exit', (code) => resolve(code === 0));
  });
  return found ? undefined : 'there is no dockerd';
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
