/**
 * One node alone may do something, such as control the PBX: a row in the store that its holder prolongs, and that another node takes when it has run out.
 *
 * ```
 * waiting ──taken──► held ──prolonged──► held
 *    ▲                └── run out, or taken by another ──► waiting
 * ```
 */
import type { AdapterLog } from '@ringback/adapters';
import type { Store, Tx } from '../store/contract.ts';
import type { TimerSet } from './timers.ts';

/** How long a node that died keeps the others waiting at most, in ms. */
export const LEASE_MS = 6_000;
/** How often it is prolonged, and asked for, in ms. */
export const LEASE_BEAT_MS = 1_500;
/** So much before its end the holder stands down: clocks of nodes differ, in ms. */
const MARGIN_MS = 1_000;

export interface LeaseOptions {
  store: Pick<Store, 'leases'>;
  name: string;
  /** Of this node, and the same after its restart. */
  holder: () => string;
  now: () => Date;
  timers: TimerSet;
  log: AdapterLog;
  onHeld: () => Promise<void>;
  onLost: () => Promise<void>;
}

export interface Lease {
  /** Whether this node may act now. */
  held(): boolean;
  /** Fails the transaction of a node whose time is over. */
  prove(tx: Tx): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createLease(options: LeaseOptions): Lease {
  const { store, name, holder, now, timers, log, onHeld, onLost } = options;
  let token: number | undefined;
  let until = 0;
  let stopped = false;

  const held = () => token !== undefined && now().getTime() < until;

  async function beat(): Promise<void> {
    const asked = now().getTime();
    try {
      const taken = await store.leases.take({ name, holder: holder(), token, forMs: LEASE_MS });
      if (taken === undefined) return await lose();
      until = asked + LEASE_MS - MARGIN_MS;
      if (token === taken) return;
      token = taken;
      log.info({ name, token }, 'this node has the lease');
      await onHeld();
    } catch (error) {
      log.warn({ err: error, name }, 'the lease could not be prolonged');
      if (!held()) await lose();
    }
  }

  async function lose(): Promise<void> {
    if (token === undefined) return;
    token = undefined;
    log.warn({ name }, 'another node has the lease now');
    await onLost();
  }

  async function go(): Promise<void> {
    await beat();
    if (!stopped) timers.set('lease', LEASE_BEAT_MS, () => void go());
  }

  return {
    held,
    async prove(tx) {
      await store.leases.prove(tx, name, token ?? -1);
    },
    start: go,
    async stop() {
      stopped = true;
      timers.clear('lease');
      const mine = token;
      token = undefined;
      if (mine !== undefined) await store.leases.release(name, mine);
    },
  };
}
