/** Where phones can be reached (RFC 3261 §10): several contacts an account, each on its own WebSocket, each with an end. */
import type { Clock } from '../clock.ts';
import type { SipConnection, ServerTransaction } from '../sip/connection.ts';
import { parseNameAddr, parseUri, type SipUri } from '../sip/uri.ts';
import type { Account, Credential } from './accounts.ts';

const DEFAULT_EXPIRES_SECONDS = 600;
const MAX_EXPIRES_SECONDS = 3600;
/** An agent with eight tabs and a desk phone is far below. */
const MAX_CONTACTS = 20;

export interface Contact extends Account {
  uri: SipUri;
  connection: SipConnection;
  /** Credential it was registered with. */
  username: string;
  /** The number this phone says it has (`X-Number` or `P-Asserted-Identity` of its REGISTER); trunks only. */
  number?: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

export interface RegistrarEvents {
  onContact(contact: Contact): void;
  onDevice(endpoint: string, online: boolean): void;
}

interface Binding extends Contact {
  callId: string;
  cseq: number;
  calledOff: () => void;
}

export class Registrar {
  readonly #clock: Clock;
  readonly #events: RegistrarEvents;
  #bindings: Binding[] = [];

  constructor(clock: Clock, events: RegistrarEvents) {
    this.#clock = clock;
    this.#events = events;
  }

  contacts(kind: Account['kind'], endpoint: string): Contact[] {
    return this.#bindings.filter((one) => one.kind === kind && one.endpoint === endpoint);
  }

  onlineDevices(): string[] {
    return [
      ...new Set(this.#bindings.filter(({ kind }) => kind === 'device').map(({ endpoint }) => endpoint)),
    ];
  }

  /** A REGISTER whose sender is known. */
  handle(transaction: ServerTransaction, credential: Credential): void {
    const { request, envelope } = transaction;
    if (envelope.to.uri.user !== credential.endpoint) return transaction.respond(403);
    const values = request.headers.list('contact');
    const expires = request.headers.get('expires');
    if (values.includes('*')) {
      if (values.length > 1 || expires !== '0') return transaction.respond(400);
      this.#remove((one) => sameAccount(one, credential));
      return this.#answer(transaction, credential);
    }
    const changes = values.map((value) => this.#read(value, expires, credential));
    if (changes.includes(undefined) || values.length > MAX_CONTACTS) return transaction.respond(400);
    for (const change of changes) if (change) this.#apply(transaction, credential, change);
    this.#answer(transaction, credential);
  }

  /** A phone's WebSocket is gone, and with it every contact that was behind it. */
  forget(connection: SipConnection): void {
    this.#remove((one) => one.connection === connection);
  }

  /** The credentials are no longer good, nor is what was registered with them. */
  forgetUsers(usernames: readonly string[]): void {
    this.#remove((one) => usernames.includes(one.username));
  }

  close(): void {
    for (const { calledOff } of this.#bindings) calledOff();
    this.#bindings = [];
  }

  #read(
    value: string,
    header: string | undefined,
    credential: Credential,
  ): { uri: SipUri; seconds: number } | undefined {
    const address = parseNameAddr(value);
    const asked = address?.params.get('expires') ?? header ?? String(DEFAULT_EXPIRES_SECONDS);
    if (!address || !/^\d{1,10}$/.test(asked)) return undefined;
    const left =
      credential.expiresAt === undefined
        ? Infinity
        : Math.ceil((credential.expiresAt - this.#clock.now()) / 1000);
    return { uri: address.uri, seconds: Math.min(Number(asked), MAX_EXPIRES_SECONDS, left) };
  }

  #apply(
    transaction: ServerTransaction,
    credential: Credential,
    { uri, seconds }: { uri: SipUri; seconds: number },
  ): void {
    const { envelope, connection } = transaction;
    const old = this.#bindings.find((one) => sameAccount(one, credential) && one.uri.text === uri.text);
    if (old?.callId === envelope.callId && old.cseq >= envelope.cseq) return; // overtaken by a later REGISTER
    if (seconds === 0) return this.#remove((one) => one === old);
    const others = this.#bindings.filter((one) => one !== old);
    old?.calledOff();
    const wasOnline = this.contacts(credential.kind, credential.endpoint).length > 0;
    const number = credential.kind === 'trunk' ? declaredNumber(transaction) : undefined;
    const binding: Binding = {
      kind: credential.kind,
      endpoint: credential.endpoint,
      username: credential.username,
      uri,
      connection,
      expiresAt: this.#clock.now() + seconds * 1000,
      callId: envelope.callId,
      cseq: envelope.cseq,
      ...(number && { number }),
      calledOff: this.#clock.after(seconds * 1000, () => this.#remove((one) => one === binding)),
    };
    const crowd = others.filter((one) => sameAccount(one, credential));
    const oldest = crowd.length >= MAX_CONTACTS ? crowd[0] : undefined;
    oldest?.calledOff();
    this.#bindings = [...others.filter((one) => one !== oldest), binding];
    if (!wasOnline && credential.kind === 'device') this.#events.onDevice(credential.endpoint, true);
    this.#events.onContact(binding);
  }

  #remove(match: (binding: Binding) => boolean): void {
    const gone = this.#bindings.filter(match);
    this.#bindings = this.#bindings.filter((one) => !gone.includes(one));
    for (const one of gone) one.calledOff();
    const endpoints = new Set(gone.filter(({ kind }) => kind === 'device').map(({ endpoint }) => endpoint));
    for (const endpoint of endpoints) {
      if (this.contacts('device', endpoint).length === 0) this.#events.onDevice(endpoint, false);
    }
  }

  #answer(transaction: ServerTransaction, account: Account): void {
    const headers = this.contacts(account.kind, account.endpoint).map(
      ({ uri, expiresAt }): [string, string] => [
        'Contact',
        `<${uri.text}>;expires=${Math.max(1, Math.ceil((expiresAt - this.#clock.now()) / 1000))}`,
      ],
    );
    transaction.respond(200, { headers });
  }
}

function sameAccount(a: Account, b: Account): boolean {
  return a.kind === b.kind && a.endpoint === b.endpoint;
}

function declaredNumber({ request }: ServerTransaction): string | undefined {
  const plain = request.headers.get('x-number');
  const asserted = request.headers.get('p-asserted-identity');
  const value = plain ?? (asserted && (parseNameAddr(asserted)?.uri ?? parseUri(asserted))?.user);
  return value?.trim() || undefined;
}
