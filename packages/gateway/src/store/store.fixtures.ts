import type { Agent, Call, Callback, LiveDialog, Party } from '@ringback/model';
import type { CallRow, NewEvent, Store, Tx } from './contract.ts';

export const AT = '2026-03-02T09:00:00.000Z';

export const olena: Agent & { passwordHash: string } = {
  id: 'olena',
  login: 'olena',
  name: 'Olena',
  role: 'employee',
  extension: '101',
  passwordHash: 'hash-of-olena',
};

export function aCall(id: string, change: Partial<Call> = {}): Call {
  return {
    id,
    direction: 'in',
    state: 'ringing',
    number: '+380671112233',
    startedAt: AT,
    durationSeconds: 0,
    comment: '',
    version: 1,
    ...change,
  };
}

export function aCallRow(
  id: string,
  change: Partial<Call> = {},
  audience: readonly string[] = ['olena'],
): CallRow {
  return { call: aCall(id, change), audience, bridgeId: undefined };
}

export function aParty(id: string, change: Partial<Party> = {}): Party {
  const party = {
    system: 'local',
    id,
    name: 'Taras Koval',
    kind: 'client',
    phones: ['+380671112233'],
    createdAt: AT,
    updatedAt: AT,
  };
  return { ...party, ...change };
}

export function aCallback(id: string, change: Partial<Callback> = {}): Callback {
  return {
    id,
    attempts: 1,
    siteKey: 'demo-shop',
    state: 'requested',
    number: '+380671112233',
    requestedAt: AT,
    promisedUntil: '2026-03-02T09:00:30.000Z',
    ...change,
  };
}

export function aDialog(callId: string, change: Partial<LiveDialog> = {}): LiveDialog {
  return {
    callId,
    target: '+380671112233',
    sipCallId: 'sip-1',
    localTag: 'local',
    remoteTag: 'remote',
    direction: 'in',
    number: '+380671112233',
    connectedAt: AT,
    held: false,
    muted: false,
    ...change,
  };
}

/** What a part of the suite works with. */
export interface SuiteContext {
  readonly store: Store;
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Lets time go by, in milliseconds. */
  pass(ms: number): void;
}

/** Some fact. */
export const updated = (version: number, audience: readonly string[] | null = null): NewEvent => ({
  type: 'settings.updated',
  data: { version },
  audience,
});
