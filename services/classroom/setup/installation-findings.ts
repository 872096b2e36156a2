import type { Finding } from './finding.ts';
import type { Profile } from './github-app.ts';
import { covers, type Granted, PERMISSIONS } from './profiles.ts';

/** The App in one organisation. */
export interface InstallationStanding {
  readonly login: string;
  /** Page of its settings. */
  readonly url: string;
  readonly permissions: Granted;
  readonly events: readonly string[];
  readonly suspended: boolean;
  /** Whether it sees all repositories, those of tomorrow among them. */
  readonly allRepositories: boolean;
}

interface Installed {
  readonly installUrl: string;
  readonly permissions: Granted;
  readonly events: readonly string[];
  readonly installations: readonly InstallationStanding[];
}

const what = 'installation';

/** What each organisation has granted, beside what the App asks for: after a change of the App its owners have to accept. */
export function installationFindings(profile: Profile, app: Installed): Finding[] {
  if (app.installations.length > 0) return app.installations.map((each) => one(profile, app, each));
  const remedy = 'install the App on your organisation at GitHub';
  return [{ what, state: 'missing', words: 'nowhere', remedy, link: app.installUrl }];
}

function one(profile: Profile, app: Installed, installation: InstallationStanding): Finding {
  const { login, url, suspended, allRepositories } = installation;
  if (suspended) {
    const words = `on ${login}, but suspended: GitHub tells nothing of it and nothing of it can be read`;
    return { what, state: 'missing', words, remedy: 'take the suspension back', link: url };
  }
  const { needed, others } = notGranted(profile, app, installation);
  if (needed.length + others.length > 0) {
    const words = `on ${login}, which has not accepted ${[...needed, ...others].join(', ')} yet`;
    const remedy = `an owner of ${login} accepts the new permissions`;
    return { what, state: needed.length > 0 ? 'missing' : 'note', words, remedy, link: `${url}/permissions/update` };
  }
  if (allRepositories) return { what, state: 'fine', words: `on ${login}, all repositories` };
  const words = `on ${login}, chosen repositories only: nothing is heard of the others`;
  return { what, state: 'note', words, remedy: 'choose all repositories, or add those of students', link: url };
}

/** What the App asks for and an organisation has not granted; `needed`: by its profile. */
function notGranted(profile: Profile, app: Installed, { permissions, events }: InstallationStanding) {
  const asked = Object.entries(app.permissions).filter(([name, level]) => !covers(permissions[name], level));
  const isNeeded = (name: string) =>
    PERMISSIONS[profile].some((one) => one.name === name && !covers(permissions[name], one.level));
  const inWords = (all: typeof asked) => all.map(([name, level]) => `${name}: ${level}`);
  const unheard = app.events.filter((event) => !events.includes(event));
  return {
    needed: [
      ...inWords(asked.filter(([name]) => isNeeded(name))),
      ...(unheard.length > 0 ? [`to tell of ${unheard.join(', ')}`] : []),
    ],
    others: inWords(asked.filter(([name]) => !isNeeded(name))),
  };
}
