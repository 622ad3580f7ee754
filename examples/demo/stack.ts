/** The whole suite on one machine: PBX, gateway, shop, panel, visitor's phone. The demo runs it, and so do the end-to-end tests. */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, ROOT, type Running, startProcess } from './processes.ts';
import { allowOwnPages, DEMO_AGENTS, demoSettings, seedParties } from './seed.ts';
import { serveFolder } from './static-server.ts';

export interface Ports {
  gateway: number;
  shop: number;
  panel: number;
  phone: number;
  pbx: number;
}

/** How the visitor's phone reaches the PBX, and how the gateway controls it. */
export interface PbxAccess {
  /** `pbx` of the gateway's configuration. */
  settings: Record<string, unknown>;
  /** WebSockets that phones and browsers are told to use. */
  sipServers: string[];
  /** WebSocket of the visitor's phone. */
  phoneServer: string;
  domain: string;
  user: string;
  password: string;
}

export interface StackOptions {
  dataDir: string;
  ports?: Ports;
  /** A PBX that runs already; absent = the sandbox is started. */
  pbx?: PbxAccess;
  /** `crm` of the gateway's configuration: systems of record beside its own store. */
  crm?: object[];
  /** Pages of the panel's origin besides the demo's own: path → HTML, with `{{gateway}}` where its address goes. */
  panelPages?: Record<string, string>;
  /** Environment of the gateway, beside the one of this process. */
  gatewayEnv?: Record<string, string>;
  /** The gateway believes `X-Forwarded-For`: visitors come from addresses of their own. */
  trustProxy?: boolean;
}

export interface Stack {
  readonly gateway: string;
  readonly shop: string;
  readonly panel: string;
  readonly phone: string;
  /** Ends the gateway (`SIGKILL` = as a crash would) and starts it again on the same data and port. */
  killGateway(signal?: NodeJS.Signals): Promise<void>;
  startGateway(): Promise<void>;
  killPbx(): Promise<void>;
  startPbx(): Promise<void>;
  /** What the gateway has printed since its last start. */
  gatewayLog(): string;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** As strict as a host can be; to it comes what each script tag needs. */
const STRICT =
  "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; " +
  "require-trusted-types-for 'script'; trusted-types lit-html";

export async function startStack(options: StackOptions): Promise<Stack> {
  await mkdir(options.dataDir, { recursive: true });
  const ports = options.ports ?? {
    gateway: await freePort(),
    shop: await freePort(),
    panel: await freePort(),
    phone: await freePort(),
    pbx: await freePort(),
  };
  // Another site than the pages' 127.0.0.1, so that the core frame runs as it does in real life: third-party.
  const gateway = `http://localhost:${ports.gateway}`;
  const origins = { shop: `http://${HOST}:${ports.shop}`, panel: `http://${HOST}:${ports.panel}` };
  const sandbox = options.pbx ? undefined : sandboxAccess(ports.pbx);
  const access = options.pbx ?? sandbox!.access;
  const config = join(options.dataDir, 'ringback.config.json');
  await writeFile(config, JSON.stringify(gatewayConfig(gateway, ports, options, origins, access), null, 2));

  let pbxProcess: Running | undefined;
  let gatewayProcess: Running | undefined;
  const startPbx = async (): Promise<void> => {
    if (!sandbox) return;
    const env = { RINGBACK_SANDBOX_PBX: JSON.stringify(sandbox.config) };
    pbxProcess = await startProcess('packages/sandbox-pbx/src/main.ts', { env, ready: isReady });
  };
  const startGateway = async (): Promise<void> => {
    gatewayProcess = await startProcess('packages/gateway/src/main.ts', {
      args: ['--config', config],
      env: options.gatewayEnv ?? {},
      ready: isReady,
    });
    await healthy(gateway);
  };

  // For visitors who call from the page.
  const sockets = access.sipServers
    .map((server) => new URL(server).host)
    .map((host) => `ws://${host}`)
    .join(' ');
  const values = { gateway, line: demoSettings(origins).line };
  const folders = await Promise.all([
    serveFolder({
      folder: join(ROOT, 'examples/shop/public'),
      host: HOST,
      port: ports.shop,
      values,
      headers: {
        'Content-Security-Policy': `${STRICT}; script-src ${gateway}; connect-src ${gateway} ${sockets}`,
      },
    }),
    serveFolder({
      folder: join(ROOT, 'examples/panel/public'),
      pages: Object.fromEntries(
        Object.entries(options.panelPages ?? {}).map(([path, html]) => [
          path,
          html.replaceAll('{{gateway}}', gateway),
        ]),
      ),
      host: HOST,
      port: ports.panel,
      values,
      headers: {
        'Content-Security-Policy': `${STRICT}; script-src ${gateway}; frame-src ${gateway}; media-src ${gateway}`,
      },
    }),
    serveFolder({
      folder: join(ROOT, 'examples/visitor-phone/dist'),
      host: HOST,
      port: ports.phone,
      json: {
        '/config.json': {
          server: access.phoneServer,
          domain: access.domain,
          user: access.user,
          password: access.password,
          line: values.line,
        },
      },
    }),
  ]);
  const stop = async (): Promise<void> => {
    await gatewayProcess?.stop();
    await pbxProcess?.stop();
    await Promise.all(folders.map((folder) => folder.close()));
  };
  try {
    await startPbx();
    await startGateway();
    await allowOwnPages(gateway, origins);
    await seedParties(gateway);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    gateway,
    shop: origins.shop,
    panel: origins.panel,
    phone: `http://${HOST}:${ports.phone}`,
    killGateway: async (signal = 'SIGKILL') => gatewayProcess?.stop(signal),
    startGateway,
    killPbx: async () => pbxProcess?.stop('SIGKILL'),
    startPbx,
    gatewayLog: () => gatewayProcess?.output() ?? '',
    stop,
  };
}

/** Both programs tell in their first JSON line where they listen. */
function isReady(line: string): boolean {
  return line.startsWith('{') && /"(url|sipUrl|msg)":"(?:[^"]*listening|ws:|http:)/.test(line);
}

async function healthy(gateway: string): Promise<void> {
  const answer = await fetch(`${gateway}/healthz`);
  if (!answer.ok) throw new Error(`The gateway is up and not well: ${await answer.text()}`);
}

function sandboxAccess(port: number): { config: unknown; access: PbxAccess } {
  const controlToken = randomBytes(24).toString('base64url');
  const password = randomBytes(12).toString('base64url');
  const url = `ws://${HOST}:${port}`;
  return {
    config: { host: HOST, port, controlToken, accounts: [{ kind: 'trunk', username: 'visitor', password }] },
    access: {
      settings: {
        system: 'sandbox',
        controlUrl: `${url}/control`,
        controlToken,
        sipServers: [`${url}/sip`],
        domain: 'sandbox.ringback',
      },
      sipServers: [`${url}/sip`],
      phoneServer: `${url}/sip`,
      domain: 'sandbox.ringback',
      user: 'visitor',
      password,
    },
  };
}

function gatewayConfig(
  publicUrl: string,
  ports: Ports,
  { dataDir, crm = [], trustProxy = false }: StackOptions,
  origins: { shop: string; panel: string },
  access: PbxAccess,
): object {
  return {
    listen: { host: HOST, port: ports.gateway, trustProxy },
    publicUrl,
    dataDir,
    pbx: access.settings,
    crm,
    bundles: {
      embed: join(ROOT, 'packages/embed/dist/bundles'),
      callback: join(ROOT, 'packages/callback-widget/dist/bundles'),
    },
    agents: DEMO_AGENTS,
    settings: demoSettings(origins),
    log: { level: 'info' },
  };
}
