/** Reading by IMAP: what came since the place that was read to, and waiting for more. */
import { ImapFlow, type FetchMessageObject, type MessageStructureObject } from 'imapflow';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import * as z from 'zod/mini';
import type { IncomingLetter } from '../crm/local/letters.ts';
import { readingError } from './errors.ts';
import type { MailSettings } from './manifest.ts';
import { trustOf } from './trust.ts';

const PATIENCE_MS = 20_000;
/** So much of a letter is read, in bytes: text comes first, and files stay with the server. */
const MOST_BYTES = 2_000_000;
/** Letters in a row before the place is kept. */
const AT_ONCE = 50;
const DAY_MS = 24 * 60 * 60_000;
/** So far the first look at a mailbox goes back: who has written lately is waiting for an answer. */
export const FIRST_LOOK_DAYS = 7;

/** Read to here. `at` finds the place again when the server has numbered its letters anew. */
const Place = z.object({ validity: z.string(), uid: z.number(), at: z.string() });
type Place = z.infer<typeof Place>;

export interface MailStep {
  letters: IncomingLetter[];
  /** Of the next reading; to be kept once the letters have been taken. */
  marker: string;
  more: boolean;
}

export interface Mailbox {
  /** Without a marker it is the first look, which goes back `FIRST_LOOK_DAYS`. */
  read(marker: string | undefined): Promise<MailStep>;
  /** `wake` is called when letters have come (by IDLE) and when the connection is lost. */
  watch(wake: () => void): void;
  close(): Promise<void>;
}

export async function openMailbox(settings: MailSettings, now: () => Date): Promise<Mailbox> {
  const client = connect(settings);
  let lost: unknown;
  let wake = () => {};
  const fail = (reason: unknown) => {
    lost ??= reason;
    wake();
  };
  client.on('error', fail);
  client.on('close', () => fail(new Error('The connection was closed.')));
  client.on('exists', () => wake());
  try {
    await client.connect();
    await client.mailboxOpen(settings.folder, { readOnly: true });
  } catch (error) {
    client.close();
    throw readingError(error);
  }

  async function read(marker: string | undefined): Promise<MailStep> {
    if (lost !== undefined) throw readingError(lost);
    // Brings the count of letters up to date where the server does not tell by itself.
    await client.noop();
    const { mailbox } = client;
    if (!mailbox) throw readingError(new Error('The folder is closed.'));
    const validity = String(mailbox.uidValidity);
    const at = now().toISOString();
    const before = marker === undefined ? firstPlace(now()) : Place.parse(JSON.parse(marker));
    const uids = await newUids(client, validity, before);
    const some = uids.slice(0, AT_ONCE);
    const letters: IncomingLetter[] = [];
    for (const uid of some) {
      const message = await client.fetchOne(String(uid), WANTED, { uid: true });
      const letter = message && (await letterOf(message));
      if (letter) letters.push(letter);
    }
    const last = some.at(-1) ?? (before.validity === validity ? before.uid : mailbox.uidNext - 1);
    const more = uids.length > some.length;
    return { letters, marker: JSON.stringify({ validity, uid: last, at: more ? before.at : at }), more };
  }

  return {
    read: (marker) =>
      read(marker).catch((error: unknown) => {
        throw readingError(error);
      }),
    watch(listener) {
      wake = listener;
      if (lost === undefined) void client.idle().catch(fail);
      else listener();
    },
    async close() {
      wake = () => {};
      await client.logout().catch(() => client.close());
    },
  };
}

/** Opens the folder and leaves. */
export async function tryImap(settings: MailSettings, now: () => Date): Promise<void> {
  await (await openMailbox(settings, now)).close();
}

const WANTED = {
  ...{ uid: true, internalDate: true, bodyStructure: true },
  source: { start: 0, maxLength: MOST_BYTES },
} as const;

export function connect(settings: MailSettings): ImapFlow {
  const { from, user = from, password, imapHost = '', imapPort, imapSecurity } = settings;
  return new ImapFlow({
    ...{ host: imapHost, port: imapPort, secure: imapSecurity === 'tls' },
    ...(imapSecurity === 'tls' ? {} : { doSTARTTLS: imapSecurity === 'starttls' }),
    auth: { user, pass: password },
    tls: trustOf(settings),
    ...{ logger: false, disableAutoIdle: true },
    ...{ connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS },
  });
}

/** Of no numbering at all: the server is asked by time. */
function firstPlace(now: Date): Place {
  const at = new Date(now.getTime() - (FIRST_LOOK_DAYS - 1) * DAY_MS).toISOString();
  return { validity: '', uid: 0, at };
}

/** A server that numbered anew is asked by time, a day more than needed: a letter that is known is not taken twice. */
async function newUids(client: ImapFlow, validity: string, before: Place): Promise<number[]> {
  const since = new Date(Date.parse(before.at) - DAY_MS);
  const asked = before.validity === validity ? { uid: `${before.uid + 1}:*` } : { since };
  const found = (await client.search(asked, { uid: true })) || [];
  // `n:*` names the last letter even when it is older than n.
  return found.filter((uid) => before.validity !== validity || uid > before.uid).sort((a, b) => a - b);
}

async function letterOf({ source, internalDate, bodyStructure, uid }: FetchMessageObject) {
  if (!source) return undefined;
  const mail = await simpleParser(source, { skipImageLinks: true, skipTextToHtml: true });
  const from = mail.from?.value[0]?.address;
  if (from === undefined) return undefined;
  const at = internalDate === undefined ? mail.date : new Date(internalDate);
  const letter: IncomingLetter = {
    ...{ from, to: addresses(mail.to), subject: mail.subject ?? '', text: (mail.text ?? '').trim() },
    ...{ at: (at ?? new Date(0)).toISOString(), references: referencesOf(mail) },
    // A letter without an id of its own is known by who sent it, when, and its number.
    messageId: bare(mail.messageId ?? `${at?.getTime() ?? 0}.${uid}.${from}`),
    attachments: bodyStructure ? filesOf(bodyStructure).map(({ name }) => name) : [],
  };
  return letter;
}

const bare = (id: string): string => id.trim().replace(/^<|>$/g, '');

/** The oldest first; the one that it answers last. */
function referencesOf({ references = [], inReplyTo }: ParsedMail): string[] {
  const all = [references, inReplyTo ?? []].flat().flatMap((ids) => ids.split(/\s+/));
  return [...new Set(all.map(bare).filter(Boolean))];
}

const addresses = (to: AddressObject | AddressObject[] | undefined): string[] =>
  [to ?? []].flat().flatMap(({ value }) => value.flatMap(({ address }) => address ?? []));

/** Files of a letter, in the order in which their names are told. */
export function filesOf({
  disposition,
  dispositionParameters,
  parameters,
  part = '1',
  size = 0,
  childNodes = [],
}: MessageStructureObject): { name: string; part: string; size: number }[] {
  const name = dispositionParameters?.['filename'] ?? parameters?.['name'];
  const isFile = name !== undefined && (disposition === 'attachment' || parameters?.['name']);
  return [...(isFile ? [{ name, part, size }] : []), ...childNodes.flatMap(filesOf)];
}
