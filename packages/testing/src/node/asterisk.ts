/** Starts a real Asterisk for tests: fetched once, unpacked beside the repository's caches, confined to the loopback. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { asteriskFiles, multiarch } from './asterisk-config.ts';
import { selfSigned } from './certificate.ts';

/** Unpacked once per clone; ignored by git. */
const ROOT = fileURLToPath(new URL('../../../../.cache/asterisk', import.meta.url));
const FETCH = fileURLToPath(new URL('./fetch-asterisk.sh', import.meta.url));

export interface AsteriskOptions {
  /** What is written behind the files of its configuration, by name. */
  more?: Readonly<Record<string, string>>;
  agents?: readonly { extension: string; name: string }[];
  /** With a certificate of its own: ARI by https, phones by wss, SIP by TLS. */
  tls?: boolean;
  /** Ports for media, two for each leg; 200 unless told. */
  rtpPorts?: number;
}

export interface Asterisk {
  /** `http://127.0.0.1:PORT/ari` */
  readonly ariUrl: string;
  readonly ariUser: string;
  readonly ariPassword: string;
  /** The manager interface, with ARI's user and password. */
  readonly amiPort: number;
  /** `ws://127.0.0.1:PORT/ws`, subprotocol `sip`. */
  readonly sipUrl: string;
  /** For the adapter's settings: whatever number is dialled, `visitor` rings. */
  readonly trunkEndpoint: string;
  /** Password of `visitor`, who plays the trunk. */
  readonly visitorPassword: string;
  /** What `tls` has brought. */
  readonly secure?: {
    /** `https://127.0.0.1:PORT/ari` */
    readonly ariUrl: string;
    /** `wss://127.0.0.1:PORT/ws` */
    readonly sipUrl: string;
    /** SIP over TLS. */
    readonly sipPort: number;
    /** PEM, for whoever shall accept it. */
    readonly certificate: string;
  };
  readonly logPath: string;
  /** Of its process, while it runs. */
  readonly pid: number | undefined;
  /** Ends it with SIGKILL, as a power cut does, and leaves it down. */
  kill(): Promise<void>;
  /** Starts it again, on the same ports with the same data; ends it first if it runs. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
  /** Runs a command of Asterisk's own console. */
  console(command: string): Promise<string>;
}

const RTP_PORTS = 200;

const AGENTS = [
  { extension: '100', name: 'Admin' },
  { extension: '101', name: 'Olena' },
  { extension: '102', name: 'Andriy' },
];

/** Fetches Asterisk if it is not there; some 80 MB, once. */
export async function fetchAsterisk(): Promise<void> {
  await promisify(execFile)(FETCH, [ROOT], { timeout: 600_000 });
}

export async function startAsterisk(options: AsteriskOptions = {}): Promise<Asterisk> {
  await fetchAsterisk();
  const state = await mkdtemp(path.join(tmpdir(), 'rb-asterisk-'));
  const secrets = { ariUser: 'ringback', ariPassword: secret(), visitorPassword: secret() };
  const rtpPorts = options.rtpPorts ?? RTP_PORTS;
  const [httpPort, amiPort, httpsPort, sipPort] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  await writeState(state, {
    root: ROOT,
    state,
    httpPort,
    amiPort,
    // Even, clear of the range from which the kernel gives ports to others on most machines.
    rtpStart: 10_000 + 2 * randomInt(0, (20_000 - rtpPorts) / 2),
    rtpPorts,
    hostAddress: hostAddress(),
    agents: options.agents ?? AGENTS,
    ...(options.tls ? { tls: { httpsPort, sipPort } } : {}),
    ...secrets,
  });
  const certificate = options.tls ? await writeCertificate(state) : undefined;
  for (const [name, text] of Object.entries(options.more ?? {}))
    await appendFile(path.join(state, 'etc', name), text);
  const command = await asteriskCommand(state);
  const ariUrl = `http://127.0.0.1:${httpPort}/ari`;
  const logPath = path.join(state, 'log', 'console');
  let running: Running | undefined;

  const console = async (line: string): Promise<string> => {
    const [file, ...args] = command;
    return (await promisify(execFile)(file, [...args, '-rx', line])).stdout;
  };
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    const ending = running;
    running = undefined;
    if (ending) await ending.end(signal);
  };
  const begin = async (): Promise<void> => {
    running = await run(command, logPath);
    await booted(running, `${ariUrl}/asterisk/info?only=status`, secrets, logPath);
    // HTTP is there before every module is; a phone that came now would not be answered.
    await console('core waitfullybooted');
  };

  try {
    await begin();
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
  return {
    ...secrets,
    ariUrl,
    amiPort,
    sipUrl: `ws://127.0.0.1:${httpPort}/ws`,
    trunkEndpoint: 'PJSIP/visitor',
    ...(certificate === undefined
      ? {}
      : {
          secure: {
            ariUrl: `https://127.0.0.1:${httpsPort}/ari`,
            sipUrl: `wss://127.0.0.1:${httpsPort}/ws`,
            ...{ sipPort, certificate },
          },
        }),
    logPath,
    get pid() {
      return running?.child.pid;
    },
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGKILL');
      await begin();
    },
    async stop() {
      await end('SIGTERM');
      await rm(state, { recursive: true, force: true });
    },
    console,
  };
}

/** Asterisk is called through the loader it came with, so that it runs on its own libraries. */
async function asteriskCommand(state: string): Promise<[string, ...string[]]> {
  const folder = process.arch === 'arm64' ? path.join(ROOT, 'usr/lib') : path.join(ROOT, 'usr/lib64');
  const loader = (await readdir(folder)).find((name) => name.startsWith('ld-linux-'));
  if (!loader) throw new Error(`No dynamic loader in ${folder}: remove .cache/asterisk and fetch it again`);
  return [
    path.join(folder, loader),
    '--library-path',
    path.join(ROOT, 'usr/lib', multiarch()),
    path.join(ROOT, 'usr/sbin/asterisk'),
    '-C',
    path.join(state, 'etc/asterisk.conf'),
  ];
}

async function writeState(state: string, input: Parameters<typeof asteriskFiles>[0]): Promise<void> {
  for (const folder of ['etc', 'lib', 'db', 'run', 'log', 'keys', 'spool/recording', 'spool/monitor']) {
    await mkdir(path.join(state, folder), { recursive: true });
  }
  for (const [name, content] of Object.entries(asteriskFiles(input))) {
    await writeFile(path.join(state, 'etc', name), content, { mode: 0o600 });
  }
}

async function writeCertificate(state: string): Promise<string> {
  const { cert, key } = await selfSigned();
  await writeFile(path.join(state, 'keys/fullchain.pem'), cert);
  await writeFile(path.join(state, 'keys/privkey.pem'), key, { mode: 0o600 });
  return cert;
}

interface Running {
  readonly child: ChildProcess;
  readonly exited: Promise<void>;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

async function run([file, ...args]: [string, ...string[]], logPath: string): Promise<Running> {
  const log = await open(logPath, 'a');
  const child = spawn(file, [...args, '-f', '-vvv'], { stdio: ['ignore', log.fd, log.fd] });
  await log.close();
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  // A test run that dies takes its Asterisk with it.
  const killNow = (): void => void child.kill('SIGKILL');
  process.once('exit', killNow);
  return {
    child,
    exited,
    async end(signal) {
      child.kill(signal);
      await exited;
      process.off('exit', killNow);
    },
  };
}

/** Longest time that Asterisk may take to boot; it takes two seconds on a quiet machine. */
const BOOT_MS = 60_000;

async function booted(
  running: Running,
  url: string,
  { ariUser, ariPassword }: { ariUser: string; ariPassword: string },
  logPath: string,
): Promise<void> {
  const headers = { authorization: `Basic ${Buffer.from(`${ariUser}:${ariPassword}`).toString('base64')}` };
  const deadline = Date.now() + BOOT_MS;
  let gone = false;
  void running.exited.then(() => (gone = true));
  while (Date.now() < deadline && !gone) {
    const answer = await fetch(url, { headers }).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(
    `Asterisk ${gone ? 'ended while it booted' : `did not answer within ${BOOT_MS / 1000} s`}; see ${logPath}`,
  );
}

function hostAddress(): string {
  for (const addresses of Object.values(networkInterfaces())) {
    for (const address of addresses ?? []) {
      if (address.family === 'IPv4' && !address.internal) return address.address;
    }
  }
  throw new Error('This machine has no address besides the loopback: Asterisk would offer no ICE candidate');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const secret = (): string => randomBytes(18).toString('base64url');
