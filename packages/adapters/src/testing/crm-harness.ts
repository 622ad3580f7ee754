/** What the suite needs beside the adapter: the system behind it, to be looked into and to be broken. */
import type { Crm, HostChangeType, InboundRequest, RecordKind } from '../crm/contract.ts';
import type { Wire } from './simulated-http.ts';
import type { TestClock } from './virtual-clock.ts';

/** Phones as people typed them into the host. */
export interface SeedParty {
  name: string;
  phones: readonly string[];
  email?: string;
  taxId?: string;
  nature?: 'person' | 'organization';
  /** The id of an organization that was seeded before. */
  organizationId?: string;
}

export interface SeedLine {
  name: string;
  sku: string;
  quantity: number;
  price: number;
}

/** Puts things into the host behind the adapter's back; ids are those by which the adapter knows them. */
export interface CrmSeeds {
  party(party: SeedParty): Promise<string>;
  /** Parties that each have one number of their own: quickly, without a request. Answers the numbers, E.164. */
  many(count: number): Promise<string[]>;
  deal?(deal: { title: string; partyId: string; amount?: number }): Promise<string>;
  lead?(lead: { name: string; phones: readonly string[] }): Promise<string>;
  task?(task: { title: string; partyId: string; dueAt?: string }): Promise<string>;
  order?(order: {
    number: string;
    partyId: string;
    recipientPhone?: string;
    lines: readonly SeedLine[];
  }): Promise<string>;
  cart?(partyId: string, lines: readonly SeedLine[]): Promise<void>;
  viewed?(partyId: string, products: readonly string[]): Promise<void>;
  /** A letter that he wrote has come in. */
  letter?(letter: { partyId: string; from: string; subject: string; text: string }): Promise<void>;
  /** An owner of this number in the directory. */
  directory?(entry: { name: string; phone: string }): Promise<void>;
}

/** A call as it stands in the host. */
export interface LoggedCall {
  callId: string;
  /** Everything that is written there, ours and theirs. */
  text: string;
  /** Whose history it stands in. */
  partyIds: readonly string[];
  dealIds: readonly string[];
  recorded: boolean;
}

export interface CrmHost {
  loggedCalls?(): Promise<readonly LoggedCall[]>;
  /** A person writes into the record of the call. */
  editCallText?(callId: string, text: string): Promise<void>;
  notices?(): Promise<readonly { userId: string; text: string }[]>;
  /** Without `callId` where the host is told a number and no call. */
  announced?(): Promise<readonly { callId?: string; userIds: readonly string[] }[]>;
  letters?(): Promise<readonly { to: readonly string[]; subject: string; text: string }[]>;
  comments?(recordId: string): Promise<readonly string[]>;
  /** A delivery as the host makes it, valid to the last letter. */
  webhook?(type: HostChangeType, recordId: string): Promise<InboundRequest>;
  /** Somebody changes the record's name in the host. */
  rename?(partyId: string, name: string): Promise<void>;
  /**
   * Somebody removes the record (absent kind = a customer) in the host, in the way that its own pages do. Absent only where
   * `manifest.transport` is `local`.
   */
  remove?(id: string, kind?: RecordKind): Promise<void>;
  /** What a page inside the host is given of the user who looks at it. */
  userCredential?(userId: string): Promise<string>;
  /** The same of a page that is somebody else's. */
  foreignCredential?(userId: string): Promise<string>;
  /** Addresses that are registered there, ours and others'. */
  registered?(): Promise<readonly string[]>;
}

export interface CrmHarness {
  readonly crm: Crm;
  /** The same system seen from another process: shares what is kept and nothing else. */
  another(): Crm;
  readonly clock: TestClock;
  /** A kind of party that the system knows. */
  readonly kind: string;
  /** A sentence that says so, where the host's field holds the digits of one number and nothing else. */
  readonly digitsOnly?: string;
  /** The host keeps amounts in whole units. */
  readonly wholeAmounts?: boolean;
  readonly seed: CrmSeeds;
  readonly host: CrmHost;
  /** Absent only where `manifest.transport` is `local`. */
  readonly wire?: Wire;
  /** The simulated host itself, for who asks it without the adapter. */
  readonly http?: typeof fetch;
  /** Planted in every secret setting. */
  readonly secret?: string;
  /** Everything that the adapter logged. */
  logged(): string;
  /** The adapter with settings that the host does not accept, for `checkConnection`. */
  misconfigured?(): Crm;
  close(): Promise<void>;
}
