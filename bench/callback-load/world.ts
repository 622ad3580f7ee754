/** One gateway, the sandbox PBX, and a phone for each agent: plain SIP over a WebSocket, that rings and says when. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, type Site } from '@ringback/model';
import { freePort, ROOT, startProcess } from '../../examples/demo/processes.ts';
import { RawPhone } from '../../packages/sandbox-pbx/src/testing/raw-phone.harness.ts';

export const ORIGIN = 'https://shop.example';
const PASSWORD = 'bench-phone';
const TOKEN = 'bench-control-token';

export interface World {
  url: string;
  folder: string;
  /** Connected, and not registered yet. */
  phone(extension: string): Promise<RawPhone>;
  stop(): Promise<void>;
}

/** `agents`: how many there are, from extension 1000 on. */
export async function startWorld(sites: Site[], agents: number): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-load-'));
  const [port, pbxPort] = [await freePort(), await freePort()];
  const extensions = Array.from({ length: agents }, (_, nth) => String(1000 + nth));
  const accounts = extensions.map((username) => ({ kind: 'device', username, password: PASSWORD }));
  const pbx = await startProcess('packages/sandbox-pbx/src/main.ts', {
    env: {
      RINGBACK_SANDBOX_PBX: JSON.stringify({ port: pbxPort, controlToken: TOKEN, accounts }),
    },
    ready: (line) => line.includes('"sipUrl"'),
  });
  const sip = `ws://127.0.0.1:${pbxPort}`;
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, 'ringback.config.json');
  const settings = { ...DEFAULT_SETTINGS, sites, ringSeconds: 120 };
  writeFileSync(
    config,
    JSON.stringify({
      listen: { host: '127.0.0.1', port, trustProxy: true },
      publicUrl: url,
      dataDir: folder,
      pbx: {
        ...{ system: 'sandbox', controlUrl: `${sip}/control`, controlToken: TOKEN },
        ...{ sipServers: [`${sip}/sip`], domain: 'sandbox.ringback' },
      },
      agents: extensions.map((extension) => ({
        ...{ login: `a${extension}`, name: `Agent ${extension}`, role: 'employee', extension },
        password: 'bench-password',
      })),
      settings,
      bundles: { callback: join(ROOT, 'packages/callback-widget/dist/bundles') },
      log: { level: 'info' },
    }),
  );
  const gateway = await startProcess('packages/gateway/src/main.ts', {
    args: ['--config', config],
    ready: (line) => line.includes('listening') || line.includes(`:${port}`),
  });
  return {
    url,
    folder,
    phone: (user) => RawPhone.connect(`${sip}/sip`, { user, password: PASSWORD }),
    async stop() {
      await gateway.stop();
      await pbx.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
