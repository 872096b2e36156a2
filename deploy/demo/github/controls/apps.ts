import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { AppSecrets, OurApp } from '../world.ts';

export type AppFacts = Omit<OurApp, 'clientId' | 'secrets'>;

/** An App with new secrets. */
export function newApp(facts: AppFacts, webhookSecret?: string): OurApp {
  return { ...facts, clientId: `Iv23li${facts.id}`, secrets: newSecrets(webhookSecret) };
}

function newSecrets(webhookSecret = randomBytes(20).toString('hex')): AppSecrets {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const privateKey = key.export({ type: 'pkcs1', format: 'pem' }).toString();
  const clientSecret = randomBytes(20).toString('hex');
  return { clientSecret, webhookSecret, privateKey, publicKey: createPublicKey(privateKey) };
}
