/** What the store keeps of people and programs. */
import type {
  Agent,
  ApiToken,
  Mobile,
  RingbackEvent,
  Role,
  Self,
  Webhook,
  WebhookDelivery,
} from '@ringback/model';
import type { Tx } from './contract.ts';

export interface AgentRow extends Agent {
  mobile?: Mobile;
  deactivatedAt?: string;
}

/** What is absent stays; `null` takes the mobile away, and lets him come in again. */
export interface AgentFields extends Partial<Pick<Agent, 'name' | 'role' | 'extension'>> {
  passwordHash?: string;
  deactivatedAt?: string | null;
  mobile?: Mobile | null;
}

export interface RevocationRow {
  agentId: string;
  endpoint: string;
}

/** Asked for, and not done yet. */
export interface PendingRevocation extends RevocationRow {
  /** Legs after it are newer than the asking. */
  lastLeg: number;
}

export interface SessionRow {
  hash: string;
  kind: 'session' | 'token';
  agentId: string;
  expiresAt: string;
  /** Of a token: until when it may be exchanged for a new one without the password. */
  renewableUntil?: string;
  /** The system whose page opened it, or the session that it was made from: no password was typed. */
  host?: string;
}

export interface WebhookRow {
  webhook: Webhook;
  secret: string;
}

export interface ApiTokenRow {
  token: ApiToken;
  /** SHA-256 of its secret. */
  hash: string;
  /** Of whoever made it, at that time. */
  role: Role;
}

/** Who may come in, and who is told. */
export interface PeopleGroups {
  readonly agents: {
    upsert(tx: Tx, agent: Agent & { passwordHash: string }): Promise<void>;
    change(tx: Tx, id: string, fields: AgentFields): Promise<void>;
    /** With those who were deactivated; all that is asked of the others below knows nothing of them. */
    everybody(): Promise<AgentRow[]>;
    get(id: string): Promise<Agent | undefined>;
    byLogin(login: string): Promise<(Agent & { passwordHash: string }) | undefined>;
    byExtension(extension: string): Promise<Agent | undefined>;
    byMobile(number: string): Promise<Agent | undefined>;
    list(): Promise<Agent[]>;
    /** By agent's id. */
    mobiles(): Promise<ReadonlyMap<string, Mobile>>;
  };

  /** Whose phones the PBX has not been told to forget yet. */
  readonly revocations: {
    put(tx: Tx, row: RevocationRow): Promise<void>;
    list(): Promise<PendingRevocation[]>;
    /** Not one that was asked for again since. */
    remove(row: PendingRevocation): Promise<void>;
  };

  /** What agents have set for themselves. */
  readonly selves: {
    /** The defaults for whoever has set nothing. */
    get(agentId: string, tx?: Tx): Promise<Self>;
    /** Of those who have set something. */
    all(): Promise<ReadonlyMap<string, Self>>;
    /** `conflict` unless the stored version is `self.version - 1`. */
    put(tx: Tx, agentId: string, self: Self): Promise<void>;
  };

  /** Sessions and short-lived tokens, by SHA-256 of their secret. */
  readonly sessions: {
    put(session: SessionRow): Promise<void>;
    get(hash: string): Promise<SessionRow | undefined>;
    remove(hash: string): Promise<void>;
    /** All but the one that is to stay. */
    removeOfAgent(agentId: string, stays?: string): Promise<void>;
    prune(before: Date): Promise<void>;
  };

  /** Receivers of events, and what each has not taken yet. */
  readonly webhooks: {
    insert(tx: Tx, row: WebhookRow): Promise<void>;
    /** All but its counts. */
    update(tx: Tx, webhook: Webhook): Promise<void>;
    get(id: string): Promise<WebhookRow | undefined>;
    /** Newest first. */
    list(): Promise<WebhookRow[]>;
    /** With what it has not taken. */
    remove(tx: Tx, id: string): Promise<void>;
    /** Something was taken now. */
    delivered(id: string): Promise<void>;
    readonly deliveries: {
      /** The same event once more begins anew. */
      put(tx: Tx, delivery: { webhookId: string; event: RingbackEvent; payload: string }): Promise<void>;
      /** In order; those whose time has come. */
      due(
        webhookId: string,
        now: Date,
        limit: number,
      ): Promise<{ delivery: WebhookDelivery; payload: string }[]>;
      /** When the next of those that wait is due. */
      nextAt(webhookId: string): Promise<string | undefined>;
      done(id: number): Promise<void>;
      /** Without `retryAt` it is given up. */
      failed(id: number, why: { status?: number; message: string; retryAt?: Date }): Promise<void>;
      list(webhookId: string, limit: number): Promise<WebhookDelivery[]>;
      retry(tx: Tx, id: number): Promise<WebhookDelivery | undefined>;
      remove(tx: Tx, id: number): Promise<WebhookDelivery | undefined>;
      /** Drops what nobody took since. */
      prune(before: Date): Promise<void>;
    };
  };

  /** Keys of programs. */
  readonly apiTokens: {
    insert(tx: Tx, row: ApiTokenRow): Promise<void>;
    byHash(hash: string): Promise<ApiTokenRow | undefined>;
    /** Newest first. */
    list(): Promise<ApiToken[]>;
    used(id: string, at: string): Promise<void>;
    remove(tx: Tx, id: string): Promise<void>;
  };
}
