import type { OperationId } from '../openapi/used.ts';
import type { Route } from './call.ts';
import { appRoutes } from './routes/apps.ts';
import { checkRoutes } from './routes/checks.ts';
import { commentRoutes } from './routes/comments.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { generalRoutes } from './routes/general.ts';
import { manifestRoutes } from './routes/manifests.ts';
import { pullRoutes } from './routes/pulls.ts';
import { repositoryRoutes } from './routes/repositories.ts';

/** Every operation of the extract has its route: a missing one does not compile. */
export const routes: Readonly<Record<OperationId, Route>> = {
  ...generalRoutes,
  ...appRoutes,
  ...manifestRoutes,
  ...deliveryRoutes,
  ...repositoryRoutes,
  ...checkRoutes,
  ...commentRoutes,
  ...pullRoutes,
};
