/** A real Asterisk with two ways for a call from outside: its own dialplan, and the gateway. Behind both the same phones answer. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '@ringback/model';
import { type Asterisk, startAsterisk } from '@ringback/testing/node';
import { freePort, freeUdpPort, type Running, startProcess } from '../../examples/demo/processes.ts';
import { hashPassword } from '../../packages/gateway/src/auth/password.ts';
import { createSqliteStore } from '../../packages/gateway/src/index.ts';

export const OURS = 'bench-ours';
export const BARE = 'bench-bare';
/** Enough that somebody is free at any time: 50 calls a second of some two seconds. */
const AGENTS = 200;
/** Two for each leg, with room for calls that pile up. */
const RTP_PORTS = 4000;
const PASSWORD = 'bench-password';

export interface World {
  asterisk: Asterisk;
  gateway: Running;
  sipPort: number;
  answeringPort: number;
  stop(): Promise<void>;
}

const extensionOf = (nth: number): string => String(10_000 + nth);

function pjsip(sipPort: number, answeringPort: number): string {
  const agent = (extension: string): string => `
[${extension}](bench-phone)
aors=${extension}

[${extension}]
type=aor
contact=sip:${extension}@127.0.0.1:${answeringPort}
`;
  const agents = Array.from({ length: AGENTS }, (_, nth) => agent(extensionOf(nth)));
  return `
[transport-udp]
type=transport
protocol=udp
bind=127.0.0.1:${sipPort}

[bench-phone](!)
type=endpoint
context=ringback-devices
disallow=all
allow=ulaw
direct_media=no
send_connected_line=no

[${OURS}](bench-phone)
context=ringback-trunk

[${BARE}](bench-phone)
context=bench-bare

[bench-phones](bench-phone)
aors=bench-phones

[bench-phones]
type=aor
contact=sip:phones@127.0.0.1:${answeringPort}
${agents.join('')}`;
}

/** What an owner has without us: ring a phone, and talk. */
const BARE_DIALPLAN = `
[bench-bare]
exten => _[+0-9]!,1,Dial(PJSIP/bench-phones,30)
 same => n,Hangup()
`;

export async function startWorld(): Promise<World> {
  const [sipPort, answeringPort] = [await freeUdpPort(), await freeUdpPort()];
  const asterisk = await startAsterisk({
    rtpPorts: RTP_PORTS,
    more: { 'pjsip.conf': pjsip(sipPort, answeringPort), 'extensions.conf': BARE_DIALPLAN },
  });
  const folder = mkdtempSync(join(tmpdir(), 'ringback-routing-'));
  const port = await freePort();
  const config = join(folder, 'ringback.config.json');
  const agents = Array.from({ length: AGENTS }, (_, nth) => ({
    ...{ login: `a${nth}`, name: `Agent ${nth}`, role: 'employee' as const, extension: extensionOf(nth) },
  }));
  writeFileSync(
    config,
    JSON.stringify({
      listen: { port },
      dataDir: folder,
      pbx: {
        ...{ system: 'asterisk', ariUrl: asterisk.ariUrl, user: asterisk.ariUser },
        ...{ password: asterisk.ariPassword, sipServers: [asterisk.sipUrl], domain: '127.0.0.1' },
      },
      agents: agents.map((agent) => ({ ...agent, password: PASSWORD })),
    }),
  );
  const group = {
    ...{ key: 'bench', name: 'Bench', branch: '', schedule: '', heads: [] },
    ...{ members: agents.map(({ login }) => login), algorithm: 'round-robin' as const, ringSeconds: 20 },
    ...{ known: 'nobody' as const, familiarMinutes: 60, maskNumbers: false, queue: true },
  };
  const route = {
    ...{ name: 'main', lines: [], branch: '', when: 'always' as const, schedule: '' },
    steps: [{ to: 'group' as const, target: 'bench', seconds: 60 }],
    ...{ order: 'in-order' as const, last: 'missed' as const },
  };
  const routing = { ...DEFAULT_SETTINGS.routing, groups: [group], routes: [route] };
  const store = await createSqliteStore(join(folder, 'ringback.db'), { now: () => new Date() });
  // Known before the first start, at the least cost: nobody waits for some hundred passwords.
  const passwordHash = await hashPassword(PASSWORD, { N: 2, r: 8, p: 1 });
  await store.transaction(async (tx) => {
    for (const agent of agents) await store.agents.upsert(tx, { ...agent, id: agent.login, passwordHash });
    await store.settings.put(tx, { ...DEFAULT_SETTINGS, routing }, 1);
  });
  await store.close();
  const gateway = await startProcess('packages/gateway/src/main.ts', {
    args: ['--config', config],
    ready: (line) => line.includes('listening'),
  });
  await connected(port);
  return {
    ...{ asterisk, gateway, sipPort, answeringPort },
    async stop() {
      await gateway.stop();
      await asterisk.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function connected(port: number): Promise<void> {
  const until = performance.now() + 30_000;
  while (performance.now() < until) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer && ((await answer.json()) as { pbx: string }).pbx === 'up') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The gateway does not reach Asterisk.');
}
