/** As much of a gateway as the engine's test needs: tells the sandbox PBX what to ring and whom to join. */
import type { DialAnswer } from '@ringback/model';
import { createSandboxPbx, type SandboxAccount, type SandboxPbx } from '@ringback/sandbox-pbx';
import type { CallControl } from '../transfers.ts';
import { createCallControl } from './call-control.harness.ts';

interface PbxMessage {
  id?: number;
  result?: unknown;
  error?: { code: string; message: string };
  type?: string;
  legId: string;
  byLegId?: string;
  callId?: string;
  dialled?: string;
  cause?: string;
  origin?: { kind: string };
  caller?: { number: string; name?: string };
  digit?: string;
}

export interface Switchboard {
  readonly pbx: SandboxPbx;
  /** Types of what the PBX told since the last `forget`. */
  readonly facts: string[];
  /** Calls that the agent's phones sent, as the PBX was given them. */
  readonly dialled: { number: string | undefined; callId: string | undefined }[];
  /** Keys that the PBX was told of since the last `forget`. */
  readonly keys: string[];
  forget(): void;
  /** Calls that the agent was given leave for. */
  readonly leaves: number;
  leaveToDial(number: string): DialAnswer;
  /** Passes calls on, and joins them. */
  readonly control: CallControl;
  /** Ends whatever is up. */
  hangUpAll(): Promise<void>;
  /** A credential of the endpoint that the PBX refuses after so many ms. */
  issue(endpoint: string, username: string, lifeMs: number): Promise<{ password: string; expiresAt: string }>;
  /** Forgets the phones of the endpoint that were registered with such a credential. */
  revoke(endpoint: string): Promise<void>;
  /** Sends the agent's phones whatever it is. */
  sendRaw(text: string): Promise<void>;
  /** Refuses so many requests of a phone. */
  refuse(method: 'INVITE' | 'REGISTER', status: number, times?: number): Promise<void>;
  close(): Promise<void>;
}

const TOKEN = 'token-of-the-engine-test';
/** Whom a call from the trunk rings. */
const AGENT = '101';

export async function createSwitchboard(accounts: SandboxAccount[]): Promise<Switchboard> {
  const pbx = await createSandboxPbx({ port: 0, controlToken: TOKEN, accounts });
  const socket = new WebSocket(pbx.controlUrl);
  const waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  /** The other leg of each call, and the leg that waits for its answer. */
  const partner = new Map<string, string>();
  const offered = new Set<string>();
  /** Legs of people who are on the line already, and wait for somebody else. */
  const waitingOnLine = new Set<string>();
  const ownLegs = new Map<string, string>();
  const bridges = new Map<string, string>();
  let leaves = 0;
  const facts: string[] = [];
  const keys: string[] = [];
  const dialledByAgent: Switchboard['dialled'] = [];
  let lastId = 0;

  function ask(method: string, params: object): Promise<{ legs: { legId: string }[] }> {
    const id = (lastId += 1);
    socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  }

  const command = async (method: string, params: object): Promise<void> => void (await ask(method, params));

  async function join(...legIds: string[]): Promise<void> {
    const bridgeId = `bridge-${legIds[0]}`.slice(0, 60);
    await command('bridge.create', { bridgeId });
    for (const legId of legIds) {
      bridges.set(legId, bridgeId);
      await command('bridge.add', { bridgeId, legId });
    }
    pair(...(legIds as [string, string]));
  }

  function pair(one: string, other: string): void {
    partner.set(one, other).set(other, one);
  }

  const named = (map: Map<string, string>, key: string): string => {
    const found = map.get(key);
    if (found === undefined) throw new Error(`There is nothing for ${key}.`);
    return found;
  };

  function leaveToDial(number: string): DialAnswer {
    leaves += 1;
    const startedAt = new Date().toISOString();
    const fresh = { state: 'connecting', durationSeconds: 0, comment: '', version: 1 } as const;
    const call = { id: `dialled-${leaves}`, direction: 'out', number, startedAt, ...fresh } as const;
    return { call, matches: [], target: number };
  }

  const control = createCallControl({
    command,
    leaveToDial,
    join,
    ownLeg: (callId) => named(ownLegs, callId),
    farLeg: (legId) => named(partner, legId),
    bridgeOf: (legId) => named(bridges, legId),
    part(legId) {
      partner.delete(named(partner, legId));
      partner.delete(legId);
    },
    async ring(legId, number, callId) {
      const next = `next-${legId}`.slice(0, 60);
      pair(legId, next);
      waitingOnLine.add(legId);
      const caller = { number: AGENT };
      await command('originate', {
        legId: next,
        to: { kind: 'trunk', number },
        caller,
        callId,
        timeoutSeconds: 30,
      });
    },
  });

  const steps: Record<string, (event: PbxMessage) => Promise<unknown>> = {
    async 'leg.offered'({ legId, origin, caller, dialled, callId }) {
      const fromTrunk = origin?.kind === 'trunk';
      if (!fromTrunk) dialledByAgent.push({ number: dialled, callId });
      const id = callId ?? `call-${legId}`.slice(0, 60);
      const other = `other-${legId}`.slice(0, 60);
      pair(legId, other);
      ownLegs.set(id, fromTrunk ? other : legId);
      offered.add(legId);
      const to = fromTrunk ? { kind: 'device', endpoint: AGENT } : { kind: 'trunk', number: dialled };
      await command('originate', { legId: other, to, caller, callId: id, timeoutSeconds: 30 });
    },
    'leg.ringing': ({ legId }) => command('ring', { legId: partner.get(legId) }),
    async 'leg.answered'({ legId }) {
      const waits = partner.get(legId) ?? '';
      if (offered.delete(waits)) await command('answer', { legId: waits });
      else if (!waitingOnLine.delete(waits)) return;
      await join(waits, legId);
    },
    async 'leg.dtmf'({ digit = '' }) {
      keys.push(digit);
    },
    async 'leg.replaced'({ legId, byLegId }) {
      const other = partner.get(legId);
      if (!other || !byLegId) return;
      partner.delete(legId);
      pair(byLegId, other);
    },
    async 'leg.ended'({ legId, cause }) {
      const other = partner.get(legId);
      partner.delete(legId);
      if (!other || !partner.delete(other)) return;
      await command('hangup', { legId: other, cause });
    },
  };

  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as PbxMessage;
    if (message.type) {
      facts.push(message.type);
      void steps[message.type]?.(message).catch((error: Error) => facts.push(`failed: ${error.message}`));
      return;
    }
    const asked = waiting.get(message.id ?? 0);
    if (message.error) asked?.reject(new Error(message.error.message));
    else asked?.resolve(message.result as never);
  });
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  await command('authenticate', { token: TOKEN });

  return {
    pbx,
    facts,
    keys,
    dialled: dialledByAgent,
    get leaves() {
      return leaves;
    },
    leaveToDial,
    control,
    async hangUpAll() {
      const { legs } = await ask('snapshot', {});
      await Promise.all(legs.map(({ legId }) => command('hangup', { legId }).catch(() => undefined)));
    },
    forget: () => void [facts, keys].forEach((list) => list.splice(0)),
    sendRaw: (text) => command('trouble.send', { endpoint: AGENT, text }),
    refuse: (method, status, times = 1) => command('trouble.refuse', { method, status, times }),
    revoke: (endpoint) => command('credential.revoke', { endpoint }),
    async issue(endpoint, username, lifeMs) {
      const password = `password of ${username}`;
      const expiresAt = new Date(Date.now() + lifeMs).toISOString();
      await command('credential.set', { endpoint, username, password, expiresAt });
      return { password, expiresAt };
    },
    async close() {
      socket.close();
      await pbx.close();
    },
  };
}
