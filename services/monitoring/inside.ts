import { BlockList, isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';

const near = new BlockList();
for (const [network, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  near.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  near.addSubnet(network, prefix, 'ipv6');

/** Whether a request comes from the machines around: from a private address, and through no proxy that faces others. */
export function isInside({ headers, socket }: Pick<FastifyRequest, 'headers' | 'socket'>): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  const address = socket.remoteAddress ?? '';
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  return near.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}
