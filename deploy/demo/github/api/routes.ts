import type { OperationId } from '../openapi/used.ts';
import type { Route } from './call.ts';
import { appRoutes } from './routes/apps.ts';
import { checkRoutes } from './routes/checks.ts';
import { collaboratorRoutes } from './routes/collaborators.ts';
import { commentRoutes } from './routes/comments.ts';
import { contentRoutes } from './routes/contents.ts';
import { creatingRoutes } from './routes/creating.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { generalRoutes } from './routes/general.ts';
import { gitDataRoutes } from './routes/git-data.ts';
import { manifestRoutes } from './routes/manifests.ts';
import { organizationRoutes } from './routes/organizations.ts';
import { pullRoutes } from './routes/pulls.ts';
import { refRoutes } from './routes/refs.ts';
import { repositoryRoutes } from './routes/repositories.ts';
import { teamRoutes } from './routes/teams.ts';

/** Every operation of the extract has its route: a missing one does not compile. */
export const routes: Readonly<Record<OperationId, Route>> = {
  ...generalRoutes,
  ...appRoutes,
  ...manifestRoutes,
  ...deliveryRoutes,
  ...organizationRoutes,
  ...teamRoutes,
  ...creatingRoutes,
  ...repositoryRoutes,
  ...collaboratorRoutes,
  ...refRoutes,
  ...gitDataRoutes,
  ...contentRoutes,
  ...checkRoutes,
  ...commentRoutes,
  ...pullRoutes,
};
