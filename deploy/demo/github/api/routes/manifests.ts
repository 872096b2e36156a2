import { isMember, levelOf } from '../../levels.ts';
import { register, take } from '../../manifests/register.ts';
import { appObject, installationObject } from '../../objects/account.ts';
import type { Account, World } from '../../world.ts';
import { type Answer, created, notFound, ok, Refusal } from '../answer.ts';
import type { Call, Route } from '../call.ts';
import { page } from '../paging.ts';

export const manifestRoutes = {
  'apps/create-from-manifest': { by: 'anyone', handle: convert },
  'apps/get-by-slug': { by: 'anyone', handle: getBySlug },
  'apps/get-webhook-config-for-app': { by: 'app', handle: ({ world }) => ok(hookConfig(world)) },
  'apps/update-webhook-config-for-app': { by: 'app', handle: updateHook },
  'apps/list-installations-for-authenticated-user': { by: 'anyone', handle: listOfUser },
} as const satisfies Record<string, Route>;

/** The only time that GitHub tells an App's secrets. */
function convert({ world, params }: Call): Answer {
  const registration = take(world, params.code ?? '', true);
  if (registration === undefined) throw notFound();
  const app = register(world, registration);
  const { clientSecret, webhookSecret, privateKey } = app.secrets;
  const hook = registration.manifest.hook_attributes;
  const secrets = { client_secret: clientSecret, webhook_secret: hook ? webhookSecret : null, pem: privateKey };
  return created({ ...appObject(world, app), ...secrets });
}

function getBySlug({ world, params }: Call): Answer {
  if (params.app_slug !== world.app.slug) throw notFound();
  return ok(appObject(world, world.app));
}

function hookConfig(world: World) {
  const target = world.outgoing.target();
  const url = target === null ? {} : { url: target.url };
  return { content_type: 'json', insecure_ssl: '0', secret: '********', ...url };
}

function updateHook({ world, body }: Call): Answer {
  const { url = world.outgoing.target()?.url, secret } = body as { url?: string; secret?: string };
  const now = world.outgoing.target()?.secret ?? world.app.secrets.webhookSecret;
  if (url !== undefined) world.outgoing.connect({ url, secret: secret ?? now });
  return ok(hookConfig(world));
}

/** Installations of our App that a user has to do with: as owner, member, or in any repository. */
function listOfUser(call: Call): Answer {
  const { world, caller } = call;
  if (caller.kind !== 'user' || caller.via === null)
    throw new Refusal(
      403,
      'You must authenticate with an access token authorized to a GitHub App in order to list installations',
    );
  const found =
    world.installation === null
      ? []
      : [world.installation].filter(({ account }) => knows(world, account, caller.account));
  return page(call, found, (items) => ({
    total_count: found.length,
    installations: items.map((each) => installationObject(world, each)),
  }));
}

function knows(world: World, organization: Account, user: Account): boolean {
  const owned = [...world.repositories.values()].filter(({ owner }) => owner === organization);
  return isMember(world, organization, user) || owned.some((each) => levelOf(world, each, user) !== null);
}
