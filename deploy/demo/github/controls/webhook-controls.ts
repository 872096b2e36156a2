import type { AnswerFault, WebhookFault } from '../api/faults.ts';
import { emitInstalled, emitPing } from '../webhooks/emit.ts';
import type { Delivery, Webhook } from '../webhooks/outgoing.ts';
import type { Installation, World } from '../world.ts';
import { copiesSettled } from './copies.ts';

/** Where webhooks go, what became of them, and trouble on request. */
export function webhookControls(world: World) {
  return {
    /** Sends webhooks to this address from now on, signed with the stand-in's secret unless another is given. */
    connectWebhook: (url: string, secret: string = world.app.secrets.webhookSecret): void =>
      world.outgoing.connect({ url, secret }),
    /** Sends none from now on. */
    disconnectWebhook: (): void => world.outgoing.connect(null),
    /** As if what it tells had happened. */
    sendWebhook: (webhook: Webhook): void => world.outgoing.send(webhook),
    ping: (): void => emitPing(world),
    /** The webhook that GitHub sends when the App is installed. */
    announceInstallation: (): void => {
      if (world.installation !== null) emitInstalled(world, world.installation, world.installation.account);
    },
    /** The installation's owner suspends it, or takes that back. */
    suspendInstallation: (suspended: boolean): void => {
      if (world.installation !== null) world.installation.suspendedAt = suspended ? world.now() : null;
    },
    /** What the installation's owner has granted; undefined: all that the App asks for. */
    grantInstallation: (granted: Installation['granted']): void => {
      if (world.installation === null) return;
      if (granted) world.installation.granted = granted;
      else delete world.installation.granted;
    },
    /** Every attempt that has ended, oldest first. */
    deliveries: world.outgoing.deliveries as readonly Delivery[],
    redeliver: (id: number): boolean => world.outgoing.redeliver(id),
    /** When every webhook so far has been answered or given up. */
    webhooksSettled: async (): Promise<void> => {
      await copiesSettled(world);
      await world.outgoing.settled();
    },
    /** The next answers to the given requests go wrong. */
    failAnswers: (fault: AnswerFault): void => world.faults.answers(fault),
    /** Cuts the line to everybody who was left without an answer. */
    hangUp: (): void => world.faults.hangUp(),
    /** The next webhooks go wrong. */
    failWebhooks: (fault: WebhookFault): void => world.faults.webhooks(fault),
  };
}
