import { createHmac } from 'node:crypto';

/** Where a run's canaries are planted, in words; see graders/judge/internal/supervise/canaries.go. */
export const PLANTED = {
  environment: 'in the environment that the process of hidden tests is started with',
  program: 'in the program of the hidden tests',
  file: 'in a file of the judge beside its own folders',
} as const;

export type Canaries = Readonly<Record<keyof typeof PLANTED, string>>;

/** The canaries of a run by its seed, 96 bits in hex digits each. */
export function canariesOf(seed: string): Canaries {
  const canary = (place: string) => createHmac('sha256', seed).update(`canary ${place}`).digest('hex').slice(0, 24);
  return { environment: canary('environment'), program: canary('program'), file: canary('file') };
}
