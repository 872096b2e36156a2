export type { Bell, Delivery, Outcome } from './arrival.ts';
export { type Processed, processDelivery } from './process.ts';
