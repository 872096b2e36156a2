import type { Profile } from '#services/classroom/setup/github-app.ts';
import { EVENTS, lackingPermissions } from '#services/classroom/setup/profiles.ts';
import type { Finding } from '../diagnosis.ts';

/** The App as GitHub describes it. */
export interface AppAtGitHub {
  readonly name: string;
  readonly permissions: Readonly<Record<string, string | undefined>>;
  readonly events: readonly string[];
}

/** Whether the App may what its profile needs, and hears what it has to. */
export function appFinding(profile: Profile, { name, permissions, events }: AppAtGitHub): Finding {
  const what = 'App';
  const lacking = lackingPermissions(profile, permissions);
  const unheard = EVENTS.filter((event) => !events.includes(event));
  if (lacking.length + unheard.length === 0) {
    const may = lackingPermissions('classroom', permissions).length === 0 ? 'run the classroom' : 'grade';
    return { what, state: 'fine', words: `${name} may ${may}` };
  }
  const wrong = [
    ...(lacking.length > 0 ? [`lacks the permissions ${lacking.join(', ')}`] : []),
    ...(unheard.length > 0 ? [`does not hear of ${unheard.join(', ')}`] : []),
  ];
  const remedy = 'add that in the settings of the App at GitHub, then accept the change where it is installed';
  return { what, state: 'missing', words: `${name} ${wrong.join(' and ')}`, remedy };
}

/** GitHub takes a signature for a minute around its own time. */
const mostSkewSeconds = 30;

export function clockFinding(githubsDate: string | undefined, now: number): Finding {
  const what = 'clock';
  const at = Date.parse(githubsDate ?? '');
  if (Number.isNaN(at)) return { what, state: 'note', words: 'GitHub told no time' };
  // GitHub's time has whole seconds.
  const skew = Math.round(Math.abs(now - at) / 1000);
  if (skew <= mostSkewSeconds) return { what, state: 'fine', words: `as GitHub's, within ${Math.max(1, skew)} s` };
  const way = now > at ? 'ahead of' : 'behind';
  const remedy = 'keep it with NTP: GitHub refuses what is signed at another time';
  return { what, state: 'missing', words: `${skew} s ${way} GitHub's`, remedy };
}

/** One try of GitHub to reach us, newest first. */
export interface Sent {
  readonly status: string;
  readonly status_code: number;
}

/** Whether what GitHub sends arrives. */
export function webhookFinding(url: string | undefined, sent: readonly Sent[]): Finding {
  const what = 'webhook';
  const [last] = sent;
  if (!last) return { what, state: 'note', words: `GitHub has sent nothing yet to ${url ?? 'anywhere'}` };
  const arrived = sent.filter(({ status_code: code }) => code >= 200 && code < 300).length;
  const words = `${arrived} of the last ${sent.length} arrived at ${url ?? 'us'}`;
  if (last.status_code >= 200 && last.status_code < 300) return { what, state: 'fine', words };
  const remedy =
    last.status_code === 401
      ? 'the webhook secret here is not the one at GitHub'
      : 'is that address reachable from outside, by https? Behind a firewall set GITHUB_INTAKE=poll';
  return { what, state: 'missing', words: `${words}; the last one: ${last.status} (${last.status_code})`, remedy };
}
