/**
 * Which test looks at each page in Chromium, by the name that it gives to `expectWellMade` (browser.ts). A route that
 * answers with a page stands here, or a test fails (every-route.system.test.ts): "every page" holds for the next one, too.
 */
export const LOOKS: Readonly<Record<string, string>> = {
  '/': 'courses',
  '/a/:course/:assignment': 'accept-group',
  '/account': 'account',
  '/api': 'api',
  '/courses/:slug': 'course',
  '/courses/:slug/assignments/:assignment': 'assignment',
  '/courses/:slug/attention': 'attention',
  '/courses/:slug/changes': 'changes',
  '/courses/:slug/changes/:proposal': 'change',
  '/courses/:slug/export': 'export',
  '/courses/:slug/extensions': 'extensions',
  '/courses/:slug/extensions/:extension/revoke': 'take-back',
  '/courses/:slug/groups': 'groups',
  '/courses/:slug/log': 'log',
  '/courses/:slug/marking': 'marking',
  '/courses/:slug/participants/:participant': 'student',
  '/courses/:slug/participants/:participant/:assignment': 'cell',
  '/courses/:slug/requests': 'requests',
  '/courses/:slug/roster': 'roster',
  '/courses/:slug/roster/:person': 'roster-person',
  '/courses/:slug/roster/import': 'roster-problems',
  '/courses/:slug/roster/invites': 'roster-invite',
  '/join/:token': 'join',
  '/setup': 'setup-next',
  '/setup/app': 'missing',
  '/submissions/:id': 'submission',
  '/submissions/:id/code': 'file',
  '/submissions/:id/compare/:other': 'compare',
};
