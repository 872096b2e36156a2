/** What is wrong with the App at GitHub, and where to mend it. Pure: GitHub is asked elsewhere. */
import type { Finding } from './finding.ts';
import type { AppFacts, Profile } from './github-app.ts';
import { type InstallationStanding, installationFindings } from './installation-findings.ts';
import { EVENTS, type Granted, lackingPermissions } from './profiles.ts';
import { type Sent, webhookFindings } from './webhook-findings.ts';

/** How the App stands at GitHub. */
export interface AppStanding {
  readonly name: string;
  /** Pages of its settings, and where it is installed. */
  readonly settingsUrl: string;
  readonly installUrl: string;
  readonly permissions: Granted;
  readonly events: readonly string[];
  readonly installations: readonly InstallationStanding[];
  /** GitHub's clock as it answered, and ours. */
  readonly githubsDate: string | undefined;
  readonly askedAt: number;
  readonly hook: { readonly url: string | undefined; readonly contentType: string | undefined };
  /** Newest first. */
  readonly sent: readonly Sent[];
}

/** What it has to do. `publicUrl`: where this server is reached; undefined where no setting says it. */
export interface Purpose extends Pick<AppFacts, 'profile' | 'intake'> {
  readonly publicUrl: string | undefined;
}

export function appFindings(app: AppStanding, purpose: Purpose): Finding[] {
  return [
    appFinding(purpose.profile, app),
    ...installationFindings(purpose.profile, app),
    clockFinding(app.githubsDate, app.askedAt),
    ...webhookFindings(app, purpose),
  ];
}

/** Whether the App may what its profile needs, and hears what it has to. */
function appFinding(profile: Profile, { name, permissions, events, settingsUrl }: AppStanding): Finding {
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
  return {
    what,
    state: 'missing',
    words: `${name} ${wrong.join(' and ')}`,
    remedy,
    link: `${settingsUrl}/permissions`,
  };
}

/** GitHub takes a signature for a minute around its own time. */
const mostSkewSeconds = 30;

function clockFinding(githubsDate: string | undefined, now: number): Finding {
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
