/**
 * What a fresh machine lacks. Plain Node 20 without dependencies: this runs before anything is installed, and hands over to the
 * Node that the repository pins.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHROMIUM } from './chromium.mjs';
import { FIREFOX } from './firefox.mjs';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const STAMP = join(ROOT, 'node_modules', '.ringback-installed');

/** One clear sentence and out. */
export function fail(sentence) {
  console.error(`\nRingback: ${sentence}\n`);
  process.exit(1);
}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 20)) {
    fail(
      `Node ${process.versions.node} is too old to begin with; install Node 20.20 or newer (the rest is brought along).`,
    );
  }
}

/** Installs the npm packages when they are missing or the lock file has changed since. */
export function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) return;
  console.log('Installing packages (about a minute and a half, once)…');
  try {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: ROOT,
      stdio: 'inherit',
    });
  } catch {
    fail(
      'the packages could not be installed; see what npm says above, check the network, and run the same command again.',
    );
  }
  writeFileSync(STAMP, lock);
}

/** Debian packages, by the program that each brings. */
function installDebian(packages) {
  const missing = Object.entries(packages)
    .filter(([program]) => !existsSync(program))
    .map(([, name]) => name);
  if (missing.length) installMissing(missing);
}

function installMissing(missing) {
  console.log(`Installing ${missing.join(', ')} from Debian…`);
  const quiet = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  try {
    execFileSync('apt-get', ['-qq', 'update'], quiet);
    execFileSync('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...missing], quiet);
  } catch {
    fail(
      `${missing.join(', ')} could not be installed; run "apt-get install ${missing.join(' ')}" as root and try again.`,
    );
  }
}

export function installChromium() {
  installDebian({ [CHROMIUM]: 'chromium' });
}

/** The voice that speaks to callers: a program of its own, no part of ours. */
export function installEspeak() {
  installDebian({ '/usr/bin/espeak-ng': 'espeak-ng' });
}

export function installFirefox() {
  installDebian({ [FIREFOX]: 'firefox-esr' });
}

/** Plays the provider's side of a trunk. */
export function installSipp() {
  installDebian({ '/usr/bin/sipp': 'sip-tester' });
}

/** A real IMAP server, for letters, and what makes its certificate. */
export function installDovecot() {
  installDebian({ '/usr/sbin/dovecot': 'dovecot-imapd', '/usr/bin/openssl': 'openssl' });
}

/** PHP with SQLite, for our extension in OpenCart. */
export function installPhp() {
  try {
    execFileSync('php', ['-r', "exit(extension_loaded('pdo_sqlite') ? 0 : 1);"], { stdio: 'ignore' });
  } catch {
    installMissing(['php-cli', 'php-sqlite3']);
  }
}

/** Some 80 MB from the Debian mirror of this machine's own apt sources; nothing is installed. */
export function fetchAsterisk() {
  const folder = join(ROOT, '.cache', 'asterisk');
  if (existsSync(folder)) return;
  console.log('Fetching Asterisk (about half a minute, once)…');
  try {
    execFileSync(join(ROOT, 'packages/testing/src/node/fetch-asterisk.sh'), [folder], { stdio: 'inherit' });
  } catch {
    fail(
      'Asterisk could not be fetched; see the line above, check the network, and run the same command again.',
    );
  }
}

/** 425 npm packages in a folder of their own, and its goods; no part of this repository's packages. */
export function fetchVendure() {
  const folder = join(ROOT, '.cache', 'vendure');
  if (!existsSync(folder))
    console.log('Installing a Vendure shop for the tests (about half a minute, once)…');
  try {
    execFileSync(
      join(ROOT, 'node_modules', '.bin', 'node'),
      [join(ROOT, 'packages/testing/vendure/fetch-vendure.mjs'), folder],
      { stdio: 'inherit' },
    );
  } catch {
    fail(
      'the Vendure shop could not be installed; see the line above, check the network, and run the same command again.',
    );
  }
}

/**
 * Runs a program of this repository under the pinned Node; its directory of programs comes first in PATH.
 * @returns the exit code
 */
export function run(command, args, env = {}) {
  const bin = join(ROOT, 'node_modules', '.bin');
  return new Promise((resolve) => {
    const child = spawn(join(bin, command), args, {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, ...env },
    });
    const forward = (signal) => child.kill(signal);
    const wait = () => {}; // The terminal has told the child too.
    process.on('SIGINT', wait).on('SIGTERM', forward);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', wait).off('SIGTERM', forward);
      resolve(code ?? (signal ? 1 : 0));
    });
    child.on('error', (error) => fail(`${command} could not be started: ${error.message}`));
  });
}
