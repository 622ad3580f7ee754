/**
 * Asterisk's manager interface, as far as it tells what ARI does not: who logs in where SIP arrives, and who fails. Plain TCP, lines of
 * `Key: value`, an empty line after each message. Nothing is ever commanded here.
 */
import { connect, type Socket } from 'node:net';
import type { AdapterLog } from '../../context.ts';

export interface AmiSettings {
  host: string;
  port: number;
  user: string;
  password: string;
}

export interface AmiOptions {
  settings: AmiSettings;
  log: AdapterLog;
  onEvent: (event: ReadonlyMap<string, string>) => void;
}

export interface Ami {
  start(): void;
  stop(): void;
}

/** Pauses between attempts, ms; the last one again and again. */
const PAUSES_MS = [250, 1000, 5000, 15_000];
/** A connection that says nothing for so long is asked whether it lives, and let go when it does not answer, ms. */
const QUIET_MS = 20_000;
/** No message of Asterisk's comes near it; whatever speaks here without an end is not Asterisk. */
const MAX_MESSAGE = 256 * 1024;

export function createAmi({ settings, log, onEvent }: AmiOptions): Ami {
  let socket: Socket | undefined;
  let running = false;
  let attempts = 0;
  let retry: NodeJS.Timeout | undefined;

  function open(): void {
    const { host, port, user, password } = settings;
    const opened = connect({ host, port });
    socket = opened;
    let rest = '';
    let asked = false;
    opened.setEncoding('utf8');
    opened.setTimeout(QUIET_MS);
    opened.on('connect', () =>
      opened.write(messageOf({ Action: 'Login', Username: user, Secret: password, Events: 'security' })),
    );
    opened.on('timeout', () => {
      if (asked) return opened.destroy();
      asked = true;
      opened.write(messageOf({ Action: 'Ping' }));
    });
    opened.on('data', (text: string) => {
      asked = false;
      rest += text;
      for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
        heard(parseMessage(rest.slice(0, end)));
        rest = rest.slice(end + 4);
      }
      if (rest.length > MAX_MESSAGE) opened.destroy();
    });
    opened.on('error', (error) =>
      log.debug({ error: error.message }, 'The manager interface cannot be reached'),
    );
    opened.on('close', () => {
      if (socket === opened) later();
    });
  }

  function heard(message: ReadonlyMap<string, string>): void {
    if (message.has('event')) return onEvent(message);
    if (message.get('response') === 'Success') attempts = 0;
    else if (/auth/i.test(message.get('message') ?? ''))
      log.error({}, 'Asterisk refuses the user of the manager interface: failed logins are not seen');
  }

  function later(): void {
    socket = undefined;
    if (!running) return;
    const pause = PAUSES_MS[Math.min(attempts, PAUSES_MS.length - 1)] ?? 0;
    attempts += 1;
    retry = setTimeout(open, pause);
    retry.unref();
  }

  return {
    start() {
      if (running) return;
      running = true;
      attempts = 0;
      open();
    },
    stop() {
      running = false;
      clearTimeout(retry);
      const closing = socket;
      socket = undefined;
      closing?.destroy();
    },
  };
}

/** Line breaks would be further headers. */
function messageOf(fields: Record<string, string>): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value.replaceAll(/[\r\n]/g, '')}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Keys in small letters. The greeting, which stands before the first message, has no colon. */
export function parseMessage(text: string): Map<string, string> {
  const fields = text.split('\r\n').flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
  });
  return new Map(fields);
}
