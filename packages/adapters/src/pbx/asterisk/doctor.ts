/** Looks at a live Asterisk and says what to mend. Follows an application of its own: the gateway that controls calls is not disturbed. */
import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import * as z from 'zod/mini';
import { type AriApi, createAriApi } from './api.ts';
import type { Finding } from '../finding.ts';
import { AsteriskSettings, type AsteriskSettingsInput } from './manifest.ts';

export type { Finding } from '../finding.ts';

const OWN = 'ringback-doctor';
const OLDEST_MAJOR = 20;
const WAIT_MS = 5000;
const NEEDED = [
  'res_pjsip.so',
  'res_pjsip_transport_websocket.so',
  'res_http_websocket.so',
  'res_srtp.so',
  'res_ari_channels.so',
  'res_ari_bridges.so',
  'res_ari_recordings.so',
  'res_ari_playbacks.so',
  'res_ari_asterisk.so',
];
const Info = z.object({ system: z.object({ version: z.string() }) });
const Modules = z.array(z.object({ name: z.string(), status: z.string() }));

const ok = (what: string): Finding => ({ level: 'ok', what });
const bad = (what: string, mend: string): Finding => ({ level: 'bad', what, mend });
const warn = (what: string, mend: string): Finding => ({ level: 'warn', what, mend });

export async function examineAsterisk(
  input: AsteriskSettingsInput,
  { http, extensions }: { http: typeof fetch; extensions: readonly string[] },
): Promise<Finding[]> {
  const settings = AsteriskSettings.parse(input);
  const api = createAriApi({ url: settings.ariUrl, user: settings.user, password: settings.password, http });
  const found = [await reachable(api)];
  if (found[0]?.level === 'bad') return found;
  const phones = await makeable(api);
  const isMade = phones.level === 'ok';
  found.push(...(await modules(api)), await writable(api), phones, await closable(api));
  if (!settings.ami)
    found.push(
      warn(
        'Failed logins are not seen: the manager interface is not set up.',
        'Put the manager interface in at /admin, under Telephony; see docs/security.md.',
      ),
    );
  for (const server of settings.sipServers) found.push(await phonesCanConnect(server));
  // Of this look alone: Asterisk that ends an earlier one late takes the application with it.
  const app = `${OWN}-${randomUUID().slice(0, 8)}`;
  const events = await follow(api, app);
  found.push(events.finding);
  try {
    if (events.finding.level === 'ok')
      found.push(...(await followed({ api, app }, settings, { extensions, isMade })));
  } finally {
    events.close();
  }
  return found;
}

interface Phones {
  extensions: readonly string[];
  /** One that is not there yet is made when its agent signs in. */
  isMade: boolean;
}

interface Followed {
  api: AriApi;
  app: string;
}

/** What can be asked only of channels of one's own. */
async function followed(
  { api, app }: Followed,
  { trunkEndpoint }: AsteriskSettings,
  { extensions, isMade }: Phones,
): Promise<Finding[]> {
  const found: Finding[] = [];
  const read = async (expression: string): Promise<string> =>
    (await api.evaluate(app, `${app}~probe-${randomUUID()}`, [expression]))[0] ?? '';
  for (const extension of extensions) found.push(...(await device({ api, extension, read, isMade })));
  return [...found, ...(await trunk(api, trunkEndpoint))];
}

async function reachable(api: AriApi): Promise<Finding> {
  try {
    const { version } = Info.parse(await api.info()).system;
    const major = Number(/^(\d+)/.exec(version)?.[1] ?? 0);
    if (major > 0 && major < OLDEST_MAJOR)
      return bad(`Asterisk ${version} is too old.`, `Install Asterisk ${OLDEST_MAJOR} or newer.`);
    return ok(`Asterisk ${version} answers.`);
  } catch (error) {
    const { message, hint } = error as Error & { hint?: string };
    return bad(message, hint ?? 'See http.conf and ari.conf in docs/adapters/asterisk.md.');
  }
}

async function modules(api: AriApi): Promise<Finding[]> {
  const running = new Set(
    Modules.parse(await api.modules())
      .filter(({ status }) => status === 'Running')
      .map(({ name }) => name),
  );
  const missing = NEEDED.filter((name) => !running.has(name));
  return [
    missing.length === 0
      ? ok('All modules that are needed run.')
      : bad(
          `These modules do not run: ${missing.join(', ')}.`,
          'Load them in modules.conf, and see their own configuration.',
        ),
    ...(running.has('res_http_media_cache.so')
      ? []
      : [warn('Announcements cannot be played.', 'Load res_http_media_cache.so in modules.conf.')]),
    ...([...running].some((name) => name.startsWith('codec_opus'))
      ? []
      : [
          warn(
            'Opus cannot be mixed or recorded.',
            'Install codec_opus, or allow only ulaw and alaw at phones.',
          ),
        ]),
  ];
}

/** Expiring passwords are objects that are written at run time. */
async function writable(api: AriApi): Promise<Finding> {
  const id = `${OWN}-${randomUUID()}`;
  const password = randomUUID();
  try {
    await api.writeConfig('auth', id, { auth_type: 'userpass', username: id, password });
    await api.removeConfig('auth', id);
    return ok('Passwords of agents can be written.');
  } catch (error) {
    const { message } = error as Error;
    return bad(
      `Passwords of agents cannot be written: ${message}`,
      'sorcery.conf needs the lines of docs/adapters/asterisk.md, ari.conf read_only=no; then restart Asterisk.',
    );
  }
}

/** Phones of new agents are objects that are written at run time. */
async function makeable(api: AriApi): Promise<Finding> {
  const id = `${OWN}-${randomUUID()}`;
  try {
    await api.writeConfig('aor', id, { max_contacts: '1' });
    await api.writeConfig('endpoint', id, { context: 'default', aors: id });
    await api.removeConfig('endpoint', id);
    await api.removeConfig('aor', id);
    return ok('Phones of new agents can be made.');
  } catch (error) {
    const { message } = error as Error;
    return warn(
      `Phones of new agents cannot be made: ${message}`,
      'sorcery.conf needs [res_pjsip] as in docs/adapters/asterisk.md; then restart Asterisk.',
    );
  }
}

/** Addresses are kept out by an ACL that is written at run time. */
async function closable(api: AriApi): Promise<Finding> {
  const id = `${OWN}-${randomUUID()}`;
  try {
    await api.writeAcl(id, [['permit', '0.0.0.0/0']]);
    await api.removeConfig('acl', id);
    return ok('Addresses can be kept out.');
  } catch (error) {
    const { message } = error as Error;
    return warn(
      `Addresses cannot be kept out: ${message}`,
      'sorcery.conf needs [acl] as in docs/security.md; then restart Asterisk.',
    );
  }
}

interface Device extends Pick<Phones, 'isMade'> {
  api: AriApi;
  extension: string;
  read: (expression: string) => Promise<string>;
}

async function device({ api, extension, read, isMade }: Device): Promise<Finding[]> {
  if (!(await api.endpointState(extension))) {
    if (isMade) return [ok(`The endpoint ${extension} is made when its agent signs in.`)];
    return [
      bad(
        `There is no endpoint ${extension}.`,
        `Add [${extension}] to pjsip.conf as in docs/adapters/asterisk.md, and reload res_pjsip.`,
      ),
    ];
  }
  const option = (name: string) => read(`PJSIP_ENDPOINT(${extension},${name})`);
  const found: Finding[] = [];
  const wants: [name: string, fits: (value: string) => boolean, line: string][] = [
    ['auth', (value) => value === `${extension}-a,${extension}-b`, `auth=${extension}-a,${extension}-b`],
    ['webrtc', isYes, 'webrtc=yes'],
    ['direct_media', (value) => !isYes(value), 'direct_media=no'],
    ['send_connected_line', (value) => !isYes(value), 'send_connected_line=no'],
    ['rtp_timeout', (value) => Number(value) > 0, 'rtp_timeout=60'],
  ];
  for (const [name, fits, line] of wants) {
    const value = await option(name);
    if (fits(value)) continue;
    const say = name === 'auth' || name === 'webrtc' ? bad : warn;
    found.push(say(`The endpoint ${extension} has ${name}=${value}.`, `Write ${line} there.`));
  }
  const context = await option('context');
  if ((await read(`DIALPLAN_EXISTS(${context},+380441234567,1)`)) !== '1') {
    const line = 'exten => _[+0-9*#]!,1,Stasis(ringback,device,…)';
    found.push(
      bad(`Calls of ${extension} go nowhere: the context ${context} has no number.`, `Write ${line} there.`),
    );
  }
  return found.length === 0 ? [ok(`The endpoint ${extension} is as it should be.`)] : found;
}

const isYes = (value: string): boolean => /^(yes|true|1)$/i.test(value);

async function trunk(api: AriApi, trunkEndpoint: string): Promise<Finding[]> {
  const name = /@([\w.-]+)$/.exec(trunkEndpoint)?.[1];
  if (name === undefined || !trunkEndpoint.startsWith('PJSIP/')) return [];
  const state = await api.endpointState(name);
  if (state === undefined)
    return [
      bad(
        `There is no endpoint ${name} for calls to the world.`,
        'Name the provider’s endpoint in trunkEndpoint.',
      ),
    ];
  if (state === 'online') return [ok(`The trunk ${name} is there.`)];
  return [warn(`The trunk ${name} is ${state}.`, 'See its registration, and qualify_frequency of its AOR.')];
}

function phonesCanConnect(url: string): Promise<Finding> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, 'sip', { handshakeTimeout: WAIT_MS });
    const settle = (finding: Finding): void => {
      socket.terminate();
      resolve(finding);
    };
    socket.once('open', () => settle(ok(`Phones can connect to ${url}.`)));
    socket.once('error', ({ message }) =>
      settle(
        bad(
          `Phones cannot connect to ${url}: ${message}`,
          'See bindaddr, bindport and the certificate in http.conf, and the transport in pjsip.conf.',
        ),
      ),
    );
  });
}

function follow(api: AriApi, app: string): Promise<{ finding: Finding; close(): void }> {
  const { url, headers } = api.events(app);
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { headers, handshakeTimeout: WAIT_MS });
    const close = (): void => socket.terminate();
    socket.once('open', () => resolve({ finding: ok('Events can be followed.'), close }));
    socket.once('error', ({ message }) =>
      resolve({
        finding: bad(
          `Events cannot be followed: ${message}`,
          'A proxy in front of ARI must let WebSockets through; where there is none, restart Asterisk: another application may have locked it up.',
        ),
        close,
      }),
    );
  });
}
