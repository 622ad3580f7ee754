/**
 * Keeps the doors: who may come in from where, who is locked out for guessing, and what the PBX is told of it. The PBX shuts out
 * addresses by itself; whatever it cannot know (an agent's own rule, a country) is looked at when a phone has logged in.
 */
import type { AdapterLog, Admission, Pbx, PbxEvent } from '@ringback/adapters';
import { type Agent, RingbackError, type SecurityLock, type Settings } from '@ringback/model';
import { createTimerSet, type Timers } from '../calls/timers.ts';
import { watchEvents } from '../routing/watch-events.ts';
import type { Store } from '../store/contract.ts';
import { type Door, nextEnd, onlyFrom, whyNotFrom } from './access.ts';
import type { Alarms } from './alarms.ts';
import { createFailures } from './failures.ts';
import type { Geo } from './geo.ts';
import { inNetworks, plainAddress } from './networks.ts';

export interface Guard {
  /** Throws `forbidden` where this person or program may not come in from this address. */
  demand(door: Door, address: string, agentId?: string): void;
  /** Why not; `undefined`: he may. */
  whyNot(door: Door, address: string, agentId?: string): string | undefined;
  /** A phone of this agent dials: false where it must not. */
  admits(agent: Agent, address: string | undefined): boolean;
  /** Hears of logins at the PBX, and keeps it told whom it may hear. Returns the way to stop. */
  watch(pbx: Pbx): () => void;
  locks(): Promise<SecurityLock[]>;
  unlock(agent: Agent, address: string): Promise<void>;
}

export interface GuardOptions {
  store: Store;
  settings: () => Settings;
  geo: Pick<Geo, 'countryOf'>;
  alarms: Pick<Alarms, 'raise' | 'watchers'>;
  now: () => Date;
  timers: Timers;
  log: AdapterLog;
}

type Login = Extract<PbxEvent, { type: 'login.accepted' | 'login.refused' }>;

export function createGuard(options: GuardOptions): Guard {
  const { store, settings, geo, alarms, now, log } = options;
  const timers = createTimerSet(options.timers);
  const failures = createFailures(now);
  const security = () => settings().security;

  function whyNot(door: Door, address: string, agentId?: string): string | undefined {
    const { countryOf } = geo;
    return whyNotFrom({ door, address, agentId, security: security(), countryOf, at: now() });
  }

  /** Answers whether it is locked: what the firm trusts never is. */
  async function lock(address: string, why: SecurityLock['why'], count: number): Promise<boolean> {
    if (inNetworks(security().trusted, address)) return false;
    const at = now();
    const until = new Date(at.getTime() + security().failedLogins.lockMinutes * 60_000);
    const found: SecurityLock = {
      ...{ address, why, failures: count },
      ...{ since: at.toISOString(), until: until.toISOString() },
    };
    const audience = (await alarms.watchers()).map(({ id }) => id);
    await store.transaction(async (tx) => {
      await store.security.locks.put(tx, found);
      await store.events.append(tx, { type: 'address.locked', data: { lock: found }, audience });
    }, 'full');
    return true;
  }

  async function refused({ address, endpoint, why }: Login & { type: 'login.refused' }): Promise<void> {
    if (why === 'address') return;
    const { most, minutes } = security().failedLogins;
    const windowMs = minutes * 60_000;
    if (endpoint !== undefined && failures.count(`account ${endpoint}`, windowMs) === 2 * most) {
      const text = `The password of ${endpoint} is guessed, from several addresses.`;
      await alarms.raise({ kind: 'logins-failed', subject: endpoint, text });
    }
    const count = failures.count(address, windowMs);
    if (count < most) return;
    failures.forget(address);
    const isLocked = await lock(address, 'logins-failed', count);
    const then = isLocked ? 'it is locked' : 'it is trusted, and not locked';
    const text = `${count} logins of phones failed from ${address} within ${minutes} minutes: ${then}.`;
    await alarms.raise({ kind: 'logins-failed', subject: address, text });
  }

  async function accepted(
    { address, endpoint }: Login & { type: 'login.accepted' },
    pbx: Pbx,
  ): Promise<void> {
    failures.forget(address);
    const agent = await store.agents.byExtension(endpoint);
    const why = agent && whyNot('sip', address, agent.id);
    if (!agent || why === undefined) return;
    await pbx.devices?.revokeCredentials(endpoint);
    await lock(address, 'login-forbidden', 1);
    await tellForbidden(agent, why);
  }

  function tellForbidden(agent: Agent, why: string): Promise<void> {
    const text = `A phone of ${agent.name} (${agent.extension}) logged in from where it may not: ${why}.`;
    return alarms.raise({ kind: 'login-forbidden', subject: agent.login, text });
  }

  /** A PBX that cannot be reached is told when it is back. */
  const failed = (error: unknown) => {
    const gone = error instanceof RingbackError && error.code === 'unavailable';
    log[gone ? 'warn' : 'error'](
      { err: error },
      'the PBX could not be told whom it may hear: see docs/security.md',
    );
  };

  return {
    whyNot,
    demand(door, address, agentId) {
      const why = whyNot(door, address, agentId);
      if (why === undefined) return;
      throw new RingbackError('forbidden', `You may not come in from here: ${why}.`, {
        hint: 'Ask an administrator: an exception can be made for you under Security at /admin.',
      });
    },
    admits(agent, address) {
      const why = address === undefined ? undefined : whyNot('sip', address, agent.id);
      if (why === undefined) return true;
      void tellForbidden(agent, why);
      return false;
    },
    watch(pbx) {
      let up = false;
      let told = '';
      /** One at a time, the newest last. */
      let telling: Promise<void> = Promise.resolve();

      async function admit(): Promise<void> {
        if (!up || !pbx.security) return;
        const at = now();
        const locks = await store.security.locks.list(at);
        const only = onlyFrom(security(), at);
        const admission: Admission = {
          ...(only ? { only } : {}),
          never: locks.map(({ address }) => address).sort(),
        };
        const ends = [nextEnd(security(), at), ...locks.map(({ until }) => new Date(until))];
        const next = Math.min(...ends.map((end) => end?.getTime() ?? Infinity));
        if (next < Infinity) timers.set('admission', next - at.getTime() + 1, look);
        if (JSON.stringify(admission) === told) return;
        await pbx.security.admit(admission);
        told = JSON.stringify(admission);
      }

      function look(): void {
        telling = telling.then(admit).catch(failed);
      }

      function heard(event: PbxEvent): void {
        if (event.type === 'connection.changed') {
          up = event.up;
          told = '';
          if (up) look();
        } else if (event.type === 'login.refused' || event.type === 'login.accepted') {
          const login = { ...event, address: plainAddress(event.address) };
          const done = login.type === 'login.refused' ? refused(login) : accepted(login, pbx);
          done.catch((error: unknown) => log.error({ err: error }, 'a login could not be looked at'));
        }
      }

      const stops = [
        pbx.events.follow(heard),
        watchEvents(store, (type) => type === 'settings.updated' || type.startsWith('address.'), look),
      ];
      return () => {
        up = false;
        stops.forEach((stop) => stop());
        timers.clearAll();
      };
    },
    locks: () => store.security.locks.list(now()),
    async unlock(agent, address) {
      const audience = (await alarms.watchers()).map(({ id }) => id);
      await store.transaction(async (tx) => {
        const removed = await store.security.locks.remove(tx, address);
        if (!removed) throw new RingbackError('not-found', `${address} is not locked.`);
        await store.audit.append(tx, {
          ...{ actor: agent.id, entity: 'lock', entityId: address },
          ...{ field: 'unlocked', old: removed, new: null },
        });
        await store.events.append(tx, { type: 'address.unlocked', data: { lock: removed }, audience });
      }, 'full');
      failures.forget(address);
    },
  };
}
