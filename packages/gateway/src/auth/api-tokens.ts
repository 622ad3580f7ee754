/** Keys of programs: made and revoked by people, and good for what their scopes name. */
import {
  type Actor,
  type Agent,
  type ApiToken,
  type ApiTokenAnswer,
  type ApiTokenInput,
  may,
  type Permission,
  RingbackError,
} from '@ringback/model';
import { present } from '../present.ts';
import type { ApiTokenRow, Store } from '../store/contract.ts';
import type { Identity } from './auth.ts';
import { hashSecret, newSecret } from './secret.ts';

/** By it scanners of leaked secrets know ours. */
const PREFIX = 'rbk_';
const DAY_MS = 24 * 60 * 60 * 1000;
/** When it was used last is kept to this, in ms: not every request is a write. */
const USED_EVERY_MS = 60_000;

export interface ApiTokens {
  /** His own; everybody's for whoever manages integrations. Newest first. */
  list(agent: Agent & Actor): Promise<ApiToken[]>;
  /** `forbidden` where a scope is more than he may do himself. */
  create(agent: Agent & Actor, input: ApiTokenInput): Promise<ApiTokenAnswer>;
  revoke(agent: Agent & Actor, id: string): Promise<void>;
  /** Throws `unauthorized` when it is unknown, was revoked or has expired, or when its person is gone. */
  identify(secret: string): Promise<Identity>;
}

export interface ApiTokensOptions {
  store: Pick<Store, 'transaction' | 'apiTokens' | 'agents' | 'audit'>;
  now: () => Date;
  newId: () => string;
}

export const isApiToken = (bearer: string) => bearer.startsWith(PREFIX);

export function createApiTokens({ store, now, newId }: ApiTokensOptions): ApiTokens {
  const manages = (agent: Actor) => may(agent, 'integrations.manage');
  const mine = (agent: Agent & Actor) => (token: ApiToken) =>
    manages(agent) || (token.kind === 'personal' && token.createdBy === agent.id);

  async function actorOf({ token, role }: ApiTokenRow): Promise<(Agent & Actor) | undefined> {
    const { id, name, scopes, createdBy, kind } = token;
    if (kind === 'service') return { id, login: '', name, role, extension: '', scopes };
    // As he is today: whoever lost a role lost it in his tokens.
    const person = await store.agents.get(createdBy);
    return person && { ...person, scopes };
  }

  async function touch({ id, lastUsedAt }: ApiToken): Promise<void> {
    const at = now();
    if (lastUsedAt !== undefined && at.getTime() - Date.parse(lastUsedAt) < USED_EVERY_MS) return;
    await store.apiTokens.used(id, at.toISOString());
  }

  return {
    async list(agent) {
      return (await store.apiTokens.list()).filter(mine(agent));
    },

    async create(agent, { kind, name, scopes, days }) {
      if (kind === 'service' && !manages(agent)) refuse('integrations.manage');
      const missing = scopes.find((scope) => !may(agent, scope));
      if (missing !== undefined) refuse(missing);
      const secret = PREFIX + newSecret();
      const at = now();
      const token: ApiToken = {
        ...{ id: newId(), kind, name, scopes: [...new Set(scopes)] },
        ...{ createdAt: at.toISOString(), createdBy: agent.id },
        ...present({
          expiresAt: days === undefined ? undefined : new Date(at.getTime() + days * DAY_MS).toISOString(),
        }),
      };
      await store.transaction(async (tx) => {
        await store.apiTokens.insert(tx, { token, hash: hashSecret(secret), role: agent.role });
        const entry = { actor: agent.id, entity: 'api-token', entityId: token.id, field: 'created' };
        await store.audit.append(tx, { ...entry, old: null, new: { kind, name, scopes } });
      }, 'full');
      return { token, secret };
    },

    async revoke(agent, id) {
      const token = (await store.apiTokens.list()).find((one) => one.id === id);
      if (!token || !mine(agent)(token)) {
        throw new RingbackError('not-found', 'There is no such token.', {
          hint: 'It was revoked meanwhile; load the list again.',
        });
      }
      await store.transaction(async (tx) => {
        await store.apiTokens.remove(tx, id);
        const entry = { actor: agent.id, entity: 'api-token', entityId: id, field: 'revoked' };
        await store.audit.append(tx, { ...entry, old: { kind: token.kind, name: token.name }, new: null });
      }, 'full');
    },

    async identify(secret) {
      const row = await store.apiTokens.byHash(hashSecret(secret));
      const agent = row && (await actorOf(row));
      const isOver = row?.token.expiresAt !== undefined && row.token.expiresAt <= now().toISOString();
      if (!row || !agent || isOver) {
        throw new RingbackError('unauthorized', 'The token has expired or was revoked.', {
          hint: 'Make another at /admin.',
        });
      }
      await touch(row.token);
      return { agent };
    },
  };
}

function refuse(permission: Permission): never {
  throw new RingbackError('forbidden', `You may not give what you have not: ${permission}.`, {
    hint: 'Leave it out, or ask an administrator.',
  });
}
