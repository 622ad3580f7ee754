/** What calls cost: for whoever reads the firm's finance, and sees nobody's calls by it. */
import { CallCosts, CallCostsQuery } from '@ringback/model';
import { readCallCosts } from '../../security/costs.ts';
import type { HttpDeps } from '../deps.ts';
import type { Guards } from '../guards.ts';
import { createRouter } from '../route.ts';
import type { App } from '../types.ts';

export function financeRoutes(app: App, deps: HttpDeps, guards: Guards): void {
  const { store, tolls, settings, now, newId } = deps;
  createRouter(app, { guards, newId, tag: 'Finance' })({
    ...{ method: 'GET', url: '/finance/calls', permission: 'finance.read' },
    summary:
      'What calls to the world have cost by the rates: day by day and by whom, with what is left of today’s ceilings',
    ...{ query: CallCostsQuery, answer: CallCosts },
    handle: ({ query }) => readCallCosts({ store, tolls, now, settings: settings.current }, query),
  });
}
