/** The gateway's HTTP side on Ringback's own system of record, and on a host that is played. */
import { createLocal } from '@ringback/adapters/local';
import type { Crm } from '@ringback/adapters';
import type { HttpDeps } from '../http/deps.ts';
import { startHttp, type TestHttp } from '../http/http.fixtures.ts';
import { createDesk } from './index.ts';

export interface TestDesk extends TestHttp {
  /** Asks as this agent; answers status and body. */
  ask(
    login: string,
    method: string,
    url: string,
    body?: object,
    key?: string,
  ): Promise<{ status: number; body: never }>;
}

export async function startDesk(change: (local: Crm) => Partial<HttpDeps> = () => ({})): Promise<TestDesk> {
  let made = 0;
  const newId = () => `made-${++made}`;
  const http = await startHttp((deps) => {
    const { store, settings, now, hub, calls } = deps;
    const local = createLocal({
      ...{ store, now, newId, country: () => 'UA' },
      pipelines: () => settings.current().crm.pipelines,
      leadStatuses: () => settings.current().crm.leadStatuses,
    });
    const crm = change(local).crm ?? local;
    const own = { recordOf: () => crm, system: hub.system };
    const desk = createDesk({
      ...{ store, crm, local, hub: own, now, newId, settings: settings.current, scopeOf: () => undefined },
      reassignCalls: calls.reassign,
    });
    return { crm, desk };
  });
  return {
    ...http,
    async ask(login, method, url, body, key) {
      // A short-lived one each time: tests let days pass.
      const token = await http.token(login);
      const answer = await http.app.inject({
        method: method as 'GET',
        url: `/api/v1${url}`,
        headers: { ...token, ...(key === undefined ? {} : { 'idempotency-key': key }) },
        ...(body ? { payload: body } : {}),
      });
      return { status: answer.statusCode, body: (answer.body === '' ? undefined : answer.json()) as never };
    },
  };
}
