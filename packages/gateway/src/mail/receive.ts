/** New letters are taken out of the mailbox: when the server tells of them, and every minute whatever it tells. */
import type { AdapterLog, KeptValues } from '@ringback/adapters';
import type { Inbox } from '@ringback/adapters/local';
import { type Mailbox, type MailSettings, openMailbox } from '@ringback/adapters/mail';
import type { Job } from '../background.ts';
import type { Timers } from '../calls/timers.ts';
import { jitteredPause } from '../worker.ts';
import type { MailAccount } from './account.ts';

/** Between two looks, in ms, when the server tells of nothing. */
const LOOK_MS = 60_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

export interface MailReceiverOptions {
  account: Pick<MailAccount, 'settings' | 'onChange'>;
  inbox: Pick<Inbox, 'take'>;
  kept: KeptValues;
  open?: typeof openMailbox;
  now: () => Date;
  random: () => number;
  timers: Timers;
  log: AdapterLog;
}

export function createMailReceiver(options: MailReceiverOptions): Job {
  const { account, inbox, kept, timers, log, open = openMailbox, now, random } = options;
  let stopped = true;
  let round: Promise<void> = Promise.resolve();
  let waiting = false;
  let stopTimer = () => {};
  let mailbox: { opened: Mailbox; settings: MailSettings } | undefined;
  let failures = 0;

  /** One round after the other; one more when something happens during one. */
  function wake(): void {
    if (stopped || waiting) return;
    waiting = true;
    stopTimer();
    round = round.then(once);
  }

  async function once(): Promise<void> {
    waiting = false;
    if (stopped) return;
    try {
      await look();
      failures = 0;
      later(LOOK_MS);
    } catch (error) {
      log.warn({ err: error }, 'the mailbox could not be read; it is tried again');
      await leave();
      later(jitteredPause((failures += 1), { most: LONGEST_PAUSE_MS, random }));
    }
  }

  function later(ms: number): void {
    stopTimer();
    if (!stopped) stopTimer = timers.after(ms, wake);
  }

  async function leave(): Promise<void> {
    const left = mailbox;
    mailbox = undefined;
    await left?.opened.close();
  }

  async function look(): Promise<void> {
    const settings = account.settings();
    if (mailbox && mailbox.settings !== settings) await leave();
    if (settings?.imapHost === undefined) return;
    mailbox ??= { opened: await open(settings, now), settings };
    await readAll(mailbox.opened, `mailbox:${settings.imapHost}:${settings.user ?? settings.from}`);
    if (!stopped) mailbox.opened.watch(wake);
  }

  /** The place moves on when what it leads past has been taken: a gateway that dies reads the same again. */
  async function readAll(opened: Mailbox, key: string): Promise<void> {
    for (let more = true; more && !stopped;) {
      const before = await kept.get(key);
      const step = await opened.read(before);
      for (const letter of step.letters) await inbox.take(letter);
      await kept.replace(key, before, step.marker);
      more = step.more;
    }
  }

  account.onChange(wake);
  return {
    start() {
      stopped = false;
      wake();
    },
    async stop() {
      stopped = true;
      stopTimer();
      await round;
      await leave();
    },
  };
}
