/**
 * A 1C publication on the wire: authentication, `$metadata`, the subset of `$filter`, versions, tabular parts, silent traps, error
 * bodies and licences. Held to the administrator's guide and to recorded probes by its own tests.
 */
import type { CrmHarness } from '../../testing/crm-harness.ts';
import { createMemoryKept, createMemoryPhoneIndex, createTestContext } from '../../testing/crm-context.ts';
import { createSimulatedHttp, type SimulatedHttp } from '../../testing/simulated-http.ts';
import { createRealClock, createVirtualClock, type TestClock } from '../../testing/virtual-clock.ts';
import { createOnec } from './index.ts';
import { layoutOf, WANTED } from './layout.ts';
import type { OnecSettings } from './manifest.ts';
import { readMetadata } from './metadata.ts';
import { createSimulatedBase, type SimulatedBase } from './simulator/base.ts';
import { metadataXml } from './simulator/metadata.ts';
import { createPublication } from './simulator/requests.ts';
import { SCHEMAS } from './simulator/schema.ts';
import { createHost, createSeeds, furnish, type Seeded } from './simulator/seeds.ts';
import { serveSimulator } from '../../testing/serve-simulator.ts';
import { createSimulatedService } from './simulator/service.ts';
import { errorBody } from './simulator/told.ts';
import { SECRET_HEADER } from './webhook.ts';

const SECRET = 'канарка-onec-4f9c2d';
const NOTICE_SECRET = 'canary-onec-notices-81b2';
const URL_OF_BASE = 'https://1c.example/unf';

export interface OnecHarnessOptions {
  configuration?: 'unf' | 'ut';
  /** With the HTTP service of a 1C programmer. */
  service?: boolean;
  /** Sets that the administrator did not publish. */
  without?: readonly string[];
  /** Client licences of the base. */
  licences?: number;
}

export interface OnecHarness extends CrmHarness {
  readonly base: SimulatedBase;
  readonly settings: OnecSettings;
  readonly http: typeof fetch;
}

export interface SimulatedOnec extends Seeded {
  simulated: SimulatedHttp;
  http: typeof fetch;
}

/** A base with its publication; `settings` are what the adapter is to be told. */
export function createSimulatedOnec(
  settings: OnecSettings,
  clock: TestClock,
  options: OnecHarnessOptions = {},
): SimulatedOnec {
  const { configuration = 'unf', without = [], licences = 5 } = options;
  const schema = new Map([...SCHEMAS[configuration]].filter(([name]) => !without.includes(name)));
  let guids = 0;
  const newGuid = () => `${(0x10000000 + (guids += 1)).toString(16)}-0a1b-11ef-80c0-0050568b2f5c`;
  const base = createSimulatedBase(schema, newGuid);
  const layout = layoutOf(readMetadata(metadataXml(schema), WANTED));
  const seeded: Seeded = { base, layout, now: clock.now, ...furnish(base, layout) };
  const publication = createPublication({
    ...{ base, path: new URL(settings.url).pathname, user: settings.user, password: settings.password },
    now: clock.now,
    ...(options.service === true ? { service: createSimulatedService(seeded) } : {}),
  });
  let sessions = 0;
  const simulated: SimulatedHttp = createSimulatedHttp({
    clock,
    handle(request) {
      if (sessions <= licences) return publication(request);
      simulated.countLimited();
      return NO_LICENCE;
    },
    refusals: REFUSALS,
  });
  const http = async (...args: Parameters<typeof fetch>): Promise<Response> => {
    sessions += 1;
    try {
      return await simulated.http(...args);
    } finally {
      sessions -= 1;
    }
  };
  return { ...seeded, simulated, http: http as typeof fetch };
}

const NO_LICENCE = { status: 500, body: errorBody('-1', 'Не обнаружено свободной лицензии!') };
const REFUSALS = {
  unauthorized: () => ({ status: 401, headers: { 'www-authenticate': 'Basic realm="1C:Enterprise 8.3"' } }),
  forbidden: () => ({ status: 401, body: errorBody('20', 'Ошибка прав доступа') }),
  'not-found': () => ({ status: 404, body: errorBody('9', 'Экземпляр сущности не найден') }),
  invalid: () => ({ status: 500, body: errorBody('-1', 'Не заполнено поле «Организация»') }),
  'rate-limited': () => NO_LICENCE,
  unavailable: () => ({ status: 503, body: 'Service Unavailable' }),
  timeout: () => ({ status: 504, body: 'Gateway Timeout' }),
};

/** A fresh base with an adapter connected to it. */
export async function createOnecHarness(options: OnecHarnessOptions = {}): Promise<OnecHarness> {
  const clock = createVirtualClock();
  const settings: OnecSettings = {
    ...{ url: URL_OF_BASE, user: 'Рингбек', password: SECRET, timeZone: 'UTC', serviceSecret: NOTICE_SECRET },
    ...(options.service === true ? { service: 'ringback' } : {}),
  };
  const simulated = createSimulatedOnec(settings, clock, options);
  const shared = { clock, http: simulated.http, kept: createMemoryKept(), phones: createMemoryPhoneIndex() };
  const context = createTestContext(shared);
  let notices = 0;
  return {
    crm: createOnec(settings, context),
    another: () => createOnec(settings, createTestContext(shared)),
    clock,
    kind: 'client',
    seed: createSeeds(simulated),
    host: {
      ...createHost(simulated),
      webhook: async (type, record) => ({
        method: 'POST',
        headers: { [SECRET_HEADER]: NOTICE_SECRET, 'content-type': 'application/json' },
        query: {},
        body: new TextEncoder().encode(JSON.stringify({ id: `notice-${(notices += 1)}`, type, record })),
      }),
    },
    wire: simulated.simulated.wire,
    secret: SECRET,
    logged: context.logged,
    misconfigured: () => createOnec({ ...settings, password: 'wrong' }, createTestContext(shared)),
    close: async () => undefined,
    base: simulated.base,
    settings,
    http: simulated.http,
  };
}

/** A base on a port of this machine, as a gateway in another process reaches it. */
export async function serveOnec(options: OnecHarnessOptions = {}) {
  const settings: OnecSettings = { url: URL_OF_BASE, user: 'Рингбек', password: SECRET, timeZone: 'UTC' };
  const simulated = createSimulatedOnec(settings, createRealClock(), options);
  const { url, close } = await serveSimulator(simulated.http);
  const [seed, host] = [createSeeds(simulated), createHost(simulated)];
  return { settings: { ...settings, url: `${url}/unf` }, base: simulated.base, seed, host, close };
}
