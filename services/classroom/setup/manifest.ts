import type { SetupWish } from './link.ts';
import { EVENTS, PERMISSIONS } from './profiles.ts';

/** An address at which nobody listens: GitHub wants one even where its log is read instead. */
const nowhere = 'https://pushmark.invalid/';

/** GitHub takes no longer names. */
const longestName = 34;

/** The App as GitHub is asked to make it. */
export function manifestFor({ profile, organisation, publicUrl, intake }: SetupWish) {
  return {
    name: `Pushmark ${organisation}`.slice(0, longestName),
    url: publicUrl,
    description: 'Grades what students push.',
    hook_attributes: { url: intake === 'poll' ? nowhere : `${publicUrl}/webhooks/github`, active: true },
    redirect_url: `${publicUrl}/setup/app`,
    callback_urls: [`${publicUrl}/sign-in/callback`],
    setup_url: `${publicUrl}/setup`,
    public: false,
    default_permissions: Object.fromEntries(PERMISSIONS[profile].map(({ name, level }) => [name, level])),
    default_events: [...EVENTS],
  };
}
