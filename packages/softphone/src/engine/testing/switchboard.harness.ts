/** As much of a gateway as the engine's test needs: tells the sandbox PBX what to ring and whom to join. */
import { createSandboxPbx, type SandboxAccount, type SandboxPbx } from '@ringback/sandbox-pbx';

interface PbxMessage {
  id?: number;
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
  /** A credential of the endpoint that the PBX refuses after so many ms. */
  issue(endpoint: string, username: string, lifeMs: number): Promise<{ password: string; expiresAt: string }>;
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
  const waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  /** The other leg of each call, and the leg that waits for its answer. */
  const partner = new Map<string, string>();
  const offered = new Set<string>();
  const facts: string[] = [];
  const keys: string[] = [];
  const dialledByAgent: Switchboard['dialled'] = [];
  let lastId = 0;

  function command(method: string, params: object): Promise<void> {
    const id = (lastId += 1);
    socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  }

  const steps: Record<string, (event: PbxMessage) => Promise<unknown>> = {
    async 'leg.offered'({ legId, origin, caller, dialled, callId }) {
      const fromTrunk = origin?.kind === 'trunk';
      if (!fromTrunk) dialledByAgent.push({ number: dialled, callId });
      const id = callId ?? `call-${legId}`.slice(0, 60);
      const other = `other-${legId}`.slice(0, 60);
      partner.set(legId, other).set(other, legId);
      offered.add(legId);
      const to = fromTrunk ? { kind: 'device', endpoint: AGENT } : { kind: 'trunk', number: dialled };
      await command('originate', { legId: other, to, caller, callId: id, timeoutSeconds: 30 });
    },
    'leg.ringing': ({ legId }) => command('ring', { legId: partner.get(legId) }),
    async 'leg.answered'({ legId }) {
      const waits = partner.get(legId) ?? '';
      if (!offered.delete(waits)) return;
      await command('answer', { legId: waits });
      const bridgeId = `bridge-${waits}`.slice(0, 60);
      await command('bridge.create', { bridgeId });
      await Promise.all([waits, legId].map((one) => command('bridge.add', { bridgeId, legId: one })));
    },
    async 'leg.dtmf'({ digit = '' }) {
      keys.push(digit);
    },
    async 'leg.replaced'({ legId, byLegId }) {
      const other = partner.get(legId);
      if (!other || !byLegId) return;
      partner.delete(legId);
      partner.set(byLegId, other).set(other, byLegId);
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
    else asked?.resolve();
  });
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  await command('authenticate', { token: TOKEN });

  return {
    pbx,
    facts,
    keys,
    dialled: dialledByAgent,
    forget: () => void [facts, keys].forEach((list) => list.splice(0)),
    sendRaw: (text) => command('trouble.send', { endpoint: AGENT, text }),
    refuse: (method, status, times = 1) => command('trouble.refuse', { method, status, times }),
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
