/** Locks and alarms: for whoever makes the settings. */
import { Id, SecurityAlarm, SecurityState } from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import type { Guards } from '../guards.ts';
import { createRouter } from '../route.ts';
import type { App } from '../types.ts';

const Address = z.object({ address: z.string().check(z.maxLength(60)) });

export function securityRoutes(app: App, deps: HttpDeps, guards: Guards): void {
  const { guard, alarms, geo, tolls, pbx, newId } = deps;
  const route = createRouter(app, { guards, newId, tag: 'Security' });
  const permission = 'settings.write' as const;

  route({
    ...{ method: 'GET', url: '/security', permission },
    summary: 'Locked addresses, alarms newest first, and what calls have cost today',
    answer: SecurityState,
    handle: async () => ({
      pbx: pbx.security !== undefined,
      ...(geo.database ? { geo: geo.database } : {}),
      locks: await guard.locks(),
      alarms: await alarms.list(),
      spent: await tolls.spent(),
    }),
  });
  route({
    ...{ method: 'DELETE', url: '/security/locks/:address', permission },
    summary: 'Let an address in again',
    params: Address,
    handle: ({ agent, params }) => guard.unlock(agent, params.address),
  });
  route({
    ...{ method: 'POST', url: '/security/alarms/:id/see', permission },
    summary: 'Somebody takes care of it',
    params: z.object({ id: Id }),
    answer: SecurityAlarm,
    handle: ({ agent, params }) => alarms.see(agent, params.id),
  });
}
