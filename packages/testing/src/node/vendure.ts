/** Starts a real Vendure shop for tests: a process of its own on the loopback, in memory, with three goods and no customers. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createAdministrator, readNotes } from './vendure-admin.ts';
import { createShopper, type VendureShopper } from './vendure-shopper.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Installed once per clone; ignored by git. */
const FOLDER = here('../../../../.cache/vendure');
const FETCH = here('../../vendure/fetch-vendure.mjs');
const SERVER = here('../../vendure/server.mjs');

/** Longest time that the shop may take to start; it takes four seconds on a quiet machine. */
const BOOT_MS = 60_000;

export interface Vendure {
  /** `http://127.0.0.1:PORT`; its admin API is under `/admin-api`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** A new visitor of the shop. */
  shopper(): VendureShopper;
  /** Makes an administrator who may do this and nothing else. */
  administrator(permissions: readonly string[]): Promise<{ username: string; password: string }>;
  /** What stands in the history of the customer with this e-mail, oldest first. */
  notes(email: string): Promise<string[]>;
  stop(): Promise<void>;
}

/** Installs the shop if it is not there; half a minute, once. */
export async function fetchVendure(): Promise<void> {
  await promisify(execFile)(process.execPath, [FETCH, FOLDER], { timeout: 600_000 });
}

export async function startVendure({ password }: { password?: string } = {}): Promise<Vendure> {
  await fetchVendure();
  const child = spawn(process.execPath, [SERVER, FOLDER], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      VENDURE_DISABLE_TELEMETRY: '1',
      ...(password === undefined ? {} : { SUPERADMIN_PASSWORD: password }),
    },
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  // A test run that dies takes its shop with it.
  const killNow = (): void => void child.kill('SIGKILL');
  process.once('exit', killNow);
  const stop = async (): Promise<void> => {
    killNow();
    await exited;
    process.off('exit', killNow);
  };
  try {
    const told = JSON.parse(await firstLine(child)) as Pick<Vendure, 'url' | 'username' | 'password'>;
    return {
      ...told,
      shopper: () => createShopper(told.url),
      notes: (email) => readNotes(told, email),
      administrator: (permissions) => createAdministrator(told, permissions),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function firstLine({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!stdout) return reject(new Error('Vendure was started without an output'));
    const late = setTimeout(
      () => reject(new Error(`Vendure said nothing within ${BOOT_MS / 1000} s`)),
      BOOT_MS,
    );
    const lines = createInterface({ input: stdout });
    lines.once('line', (line) => {
      clearTimeout(late);
      resolve(line);
    });
    lines.once('close', () => {
      clearTimeout(late);
      reject(new Error('Vendure ended while it started'));
    });
  });
}
