export type { Bell, Delivery, Outcome, Proof } from './arrival.ts';
export { canMatter } from './events/index.ts';
export { type Processed, processDelivery } from './process.ts';
export { SUBMIT_TAG } from './trigger.ts';
