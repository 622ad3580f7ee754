/** The gateway as a whole: what stands behind one address. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { AdapterContext, Crm, Pbx } from '@ringback/adapters';
import { createInbox, createLocal } from '@ringback/adapters/local';
import { type Agent, RingbackError } from '@ringback/model';
import type { DestinationStream } from 'pino';
import { createApiTokens } from './auth/api-tokens.ts';
import { createAuth } from './auth/auth.ts';
import type { PasswordCost } from './auth/password.ts';
import { seedAgents } from './auth/seed-agents.ts';
import { createBackground } from './background.ts';
import { createCallControl, type RunningCallControl } from './calls/index.ts';
import { systemTimers } from './calls/timers.ts';
import type { GatewayConfig } from './config.ts';
import { createCampaigns } from './campaigns/campaigns.ts';
import { createCrmConnections } from './crm/connections.ts';
import { createCustomerShop } from './crm/customer-shop.ts';
import { createHostRequests } from './crm/host-requests.ts';
import { createCrmHub, type CrmHub } from './crm/hub.ts';
import { createOutbox } from './crm/outbox.ts';
import { createPoller } from './crm/poller.ts';
import { wait } from './crm/wait.ts';
import { watchShown } from './crm/watch-shown.ts';
import { createDesk } from './desk/index.ts';
import { createReminders } from './desk/reminders.ts';
import { createApp } from './http/app.ts';
import { createMetrics } from './http/metrics.ts';
import { keepPinned } from './http/pinned.ts';
import type { App } from './http/types.ts';
import { createLog, type Log } from './log.ts';
import { createMailAccount } from './mail/account.ts';
import { createHostedParties } from './mail/hosted.ts';
import { createMailReceiver } from './mail/receive.ts';
import { createMissedCalls } from './missed/missed.ts';
import { FACTS_KEPT_MS } from './observed/follow.ts';
import { createObservedControl, leadsItself } from './observed/index.ts';
import { createPeople } from './people/people.ts';
import { createAlarms } from './security/alarms.ts';
import { createGeo } from './security/geo.ts';
import { createGuard } from './security/guard.ts';
import { createRevocations } from './security/revocations.ts';
import { callScope } from './security/scope.ts';
import { createTolls, TOLLS_KEPT_DAYS } from './security/tolls.ts';
import { createSigner } from './recordings/link.ts';
import { createOwnPrompts } from './prompts/own-prompts.ts';
import { createPrompts, type Prompts } from './prompts/prompts.ts';
import { createHostRecordings } from './recordings/for-hosts.ts';
import { createSelfService } from './routing/self-service.ts';
import { createSettingsService } from './settings/settings.ts';
import { createSqliteStore, type Store } from './store/index.ts';
import { createTelephony, keptOf, type Telephony } from './telephony/pbx.ts';
import { createWhispers } from './whispers/whispers.ts';
import { createVisits, type Visits } from './visits/visits.ts';
import { createDeliveries } from './webhooks/deliver.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

export { checkConfig, type ConfigInput, type GatewayConfig, readConfig } from './config.ts';
export { createSqliteStore, type Store } from './store/index.ts';

/** What tests put in place of the real thing. */
export interface GatewayDeps {
  pbx?: Pbx;
  crm?: Crm;
  store?: Store;
  now?: () => Date;
  newId?: () => string;
  /** What hashing a password costs; tests make it cheap. */
  passwordCost?: PasswordCost;
  /** Where the log goes; the standard output by default. */
  logTo?: DestinationStream;
}

export interface Gateway {
  /** Where browsers reach it. */
  readonly url: string;
  readonly store: Store;
  /** Takes no more requests, lets those that run end, and closes the store. */
  close(): Promise<void>;
}

/** Events are kept this long, in milliseconds; who comes later reads `GET /session` again. */
const EVENTS_KEPT_MS = 24 * 60 * 60 * 1000;
/** Marks of writes to hosts, by which a repeated one is known, and what a receiver of events never took. */
const WRITES_KEPT_MS = 14 * 24 * 60 * 60 * 1000;
/** Alarms and what calls have cost: as long as it takes to see what is usual, and to ask afterwards. */
const SECURITY_KEPT_MS = TOLLS_KEPT_DAYS * 24 * 60 * 60 * 1000;
/** Sentences that were spoken, after they were last heard: they are made anew in some 50 ms. */
const PROMPTS_KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const PRUNE_EVERY_MS = 60 * 60 * 1000;

/** Starts a gateway and resolves when it listens. */
export async function createGateway(config: GatewayConfig, deps: GatewayDeps = {}): Promise<Gateway> {
  const log = createLog(config.log.level, deps.logTo);
  const now = deps.now ?? (() => new Date());
  const newId = deps.newId ?? (() => crypto.randomUUID());
  const store =
    deps.store ??
    (await createSqliteStore(join(config.dataDir, 'ringback.db'), { now, shared: config.sharedStore }));
  const closing: (() => unknown)[] = [() => store.close()];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    await seedAgents(store, config.agents, { cost: deps.passwordCost, log });
    const settings = await createSettingsService(store, config.settings);
    if (config.sharedStore) {
      const failed = (error: unknown) => log.warn({ err: error }, 'the settings could not be read again');
      const refresh = async () => {
        await settings.refresh();
        await telephony.connection?.refresh();
        await connections.refresh();
      };
      closing.push(store.events.onAppend(() => void refresh().catch(failed)));
    }
    const metrics = await createMetrics(store);
    closing.push(() => metrics.stop());
    const visits = createVisits({
      ...{ store, settings: settings.current, now, log },
      counted: metrics.numberLent,
    });
    const context: AdapterContext = { http: fetch, now, log };
    const telephony: Telephony = deps.pbx
      ? { pbx: deps.pbx, sipServers: () => [] }
      : await createTelephony({
          ...{ config, store, context, newId },
          changed: () => calls.reconnect(),
        });
    const { pbx } = telephony;
    const country = () => settings.current().country;
    const account = createMailAccount();
    const hosted = createHostedParties({ hub: () => hub, local: () => local, log });
    const keeping = { store, now, newId, country, hosted };
    const local: Crm = createLocal({
      ...{ ...keeping, seenBy: visits.seenBy, mail: account.transport },
      pipelines: () => settings.current().crm.pipelines,
      leadStatuses: () => settings.current().crm.leadStatuses,
      partyKinds: () => settings.current().partyKinds,
    });
    const hub: CrmHub = await createCrmHub({
      local,
      store,
      context: { http: fetch, now, log, wait, random: Math.random, newId, country },
      onRead: account.use,
    });
    const connections = await createCrmConnections({
      ...{ store, hub, seed: config.crm },
      wake: () => outbox.wake(),
    });
    const crm = deps.crm ?? hub;
    const scopeOf = (agent: Agent) => callScope(agent, settings.current());
    const missed = createMissedCalls({ store, scopeOf, now });
    const { publicUrl, listen: wanted } = config;
    const address = { url: publicUrl ?? `http://localhost:${wanted.port}`, port: wanted.port };
    // The port is this node's alone: who comes back on it has died before.
    const holder = () => `${hostname()}:${address.port}`;
    const delivering = { store, http: fetch, now, publicUrl: () => address.url };
    const deliveries = createDeliveries({ ...delivering, random: Math.random, timers: systemTimers, log });
    const recordingsDir = join(config.dataDir, 'recordings');
    const outbox = createOutbox({
      ...{ store, hub, now, random: Math.random, timers: systemTimers, log },
      recording: createHostRecordings({ folder: recordingsDir, publicUrl: () => address.url }),
    });
    const whispers = createWhispers({
      ...{ store, settings: settings.current, signer: createSigner(store, now) },
      publicUrl: () => address.url,
    });
    const ownPromptsDir = config.promptsDir ?? join(config.dataDir, 'own-prompts');
    const prompts = createPrompts({
      folder: join(config.dataDir, 'prompts'),
      own: ownPromptsDir,
      now,
      language: () => settings.current().routing.spoken ?? 'en',
      url: () => config.promptsUrl ?? `http://127.0.0.1:${address.port}`,
      log,
    });
    const geo = createGeo({ folder: join(config.dataDir, 'geoip'), timers: systemTimers, log });
    await geo.start();
    closing.push(() => geo.stop());
    const alarms = createAlarms({ store, crm, now, newId, log });
    const watched = { store, settings: settings.current, alarms, now, timers: systemTimers, log };
    const guard = createGuard({ ...watched, geo });
    const tolls = createTolls(watched);
    const control = {
      ...{ store, crm, visits, now, newId, log, recordingsDir },
      settings: settings.current,
      async beforeDial(agent: Agent, number: string) {
        await tolls.check(agent.id, number);
        await missed.dialling(agent, number);
      },
      prompts,
    };
    const lease = { name: `pbx:${pbx.manifest.id}`, holder };
    const calls: RunningCallControl = leadsItself(pbx)
      ? createObservedControl({ ...control, pbx, lease, tolls, kept: keptOf(store) })
      : createCallControl({
          ...{ ...control, pbx, lease, whisper: whispers.address, guard, tolls },
          revocations: createRevocations({ store, log }),
          dialRefused: ({ name, login }, number) => {
            const text = `A phone of ${name} dialled ${number}, which may not be called.`;
            void alarms.raise({ kind: 'destination-refused', subject: login, text });
          },
        });
    const requests = createHostRequests({
      ...{ store, calls, now, newId, log },
      sites: () => settings.current().sites,
    });
    const selves = createSelfService({
      ...{ store, settings: settings.current, now, log, timers: systemTimers },
      whoIsThere: calls.whoIsThere,
    });
    const desk = createDesk({
      ...{ store, crm, hub, local, now, newId, settings: settings.current },
      ...{ scopeOf, reassignCalls: calls.reassign },
    });
    const app = await createApp({
      ...{
        store,
        settings,
        selves,
        missed,
        visits,
        whispers,
        calls,
        prompts,
        ownPrompts: createOwnPrompts(ownPromptsDir),
        crm,
        desk,
        hub,
        requests,
        shop: createCustomerShop({ hub, seenBy: visits.seenBy }),
        connections,
        outbox,
        pbx,
        telephony: telephony.connection,
        ...{ guard, alarms, geo, tolls },
        campaigns: createCampaigns({ store, settings: settings.current, now, newId }),
        metrics,
        log,
        now,
        newId,
      },
      auth: createAuth({ store, now, passwordCost: deps.passwordCost }),
      people: createPeople({
        ...{ store, settings: settings.current, now, phones: pbx.devices !== undefined },
        passwordCost: deps.passwordCost,
      }),
      apiTokens: createApiTokens({ store, now, newId }),
      webhooks: createWebhooks({ ...delivering, newId, wake: () => deliveries.wake() }),
      publicUrl: () => address.url,
      bundles: config.bundles,
      pinned: await keepPinned(config.bundles.embed, join(config.dataDir, 'pinned')),
      sipServers: telephony.sipServers,
      trustProxy: config.listen.trustProxy,
    });
    await selves.start();
    closing.push(() => selves.stop());
    closing.push(() => calls.stop());
    closing.push(() => app.close());
    const port = await listen(app, config);
    address.url = config.publicUrl ?? `http://localhost:${port}`;
    address.port = port;
    await calls.start();
    const poller = createPoller({ store, hub, requests, timers: systemTimers, log });
    const reminders = createReminders({
      ...{ store, crm, now, log },
      tasks: desk.tasks,
      timers: systemTimers,
    });
    const letters = createMailReceiver({
      ...{ account, inbox: createInbox(keeping), kept: store.crmKept.of('mail') },
      ...{ now, random: Math.random, timers: systemTimers, log },
    });
    const background = createBackground({
      ...{ store, holder, now, timers: systemTimers, log },
      jobs: [outbox, poller, deliveries, reminders, letters],
    });
    closing.push(() => background.stop());
    await background.start();
    closing.push(watchShown({ store, hub, requests, now, timers: systemTimers, log }));
    closing.push(pruneRegularly({ store, visits, prompts, now, log }));
    log.info({ url: address.url }, 'listening');
    return { url: address.url, store, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listen(app: App, { listen: { host, port } }: GatewayConfig): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why: Record<string, string> = {
      EADDRINUSE: `The port ${port} is taken by another program.`,
      EACCES: `The port ${port} may not be opened by this user.`,
      EADDRNOTAVAIL: `This machine has no address ${host}.`,
    };
    const sentence = why[code ?? ''];
    if (sentence === undefined) throw error;
    throw new RingbackError('unavailable', sentence, {
      hint: 'Choose another: listen in the configuration file.',
      cause: error,
    });
  }
  const address = app.server.address();
  return typeof address === 'object' && address ? address.port : port;
}

interface Pruned {
  store: Store;
  visits: Visits;
  prompts: Pick<Prompts, 'prune'>;
  now: () => Date;
  log: Log;
}

function pruneRegularly({ store, visits, prompts, now, log }: Pruned): () => void {
  const prune = async () => {
    await store.events.prune(new Date(now().getTime() - EVENTS_KEPT_MS));
    await store.sessions.prune(now());
    await store.crmKept.prune(new Date(now().getTime() - WRITES_KEPT_MS));
    await store.webhooks.deliveries.prune(new Date(now().getTime() - WRITES_KEPT_MS));
    await store.observed.prune(new Date(now().getTime() - FACTS_KEPT_MS));
    await store.security.prune(new Date(now().getTime() - SECURITY_KEPT_MS));
    await prompts.prune(new Date(now().getTime() - PROMPTS_KEPT_MS));
    await visits.prune();
  };
  const failed = (error: unknown) =>
    log.error({ err: error }, 'old events, sessions and visits could not be dropped');
  const timer = setInterval(() => void prune().catch(failed), PRUNE_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
