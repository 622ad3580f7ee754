/**
 * What people ask for in a host: a number that was clicked there is dialled by the agent's own phone, and a visitor whom the host promised a
 * call is called back. A request is heard once, and everything that holds for such calls elsewhere holds here: rights, countries, limits.
 */
import type { AdapterLog, HostChange } from '@ringback/adapters';
import { type Agent, may, RingbackError, type Site } from '@ringback/model';
import type { CallControl } from '../calls/contract.ts';
import type { Store } from '../store/contract.ts';
import type { CrmClient } from './client.ts';

/** The agent's phone may take the request for so long, in ms: nobody wants a call that he asked for a minute ago. */
export const DIAL_REQUEST_MS = 20_000;
const ACTOR = 'host';
/** Of the gateway's own kept values. */
const ACCOUNT = 'gateway';
const TAKEN = 'taken';

export interface HostRequestsOptions {
  store: Store;
  calls: Pick<CallControl, 'requestCallback'>;
  sites: () => readonly Site[];
  now: () => Date;
  newId: () => string;
  log: AdapterLog;
}

export interface HostRequests {
  /** Acts on `dial.requested` and `callback.requested`; rejects with `RingbackError` when that cannot be had. */
  take(client: CrmClient, change: HostChange): Promise<void>;
  /** The number that this agent's phone is to dial; each request is answered once. */
  numberOf(agent: Agent, requestId: string): Promise<string>;
}

interface Asked {
  agentId: string;
  number: string;
  until: string;
}

export function createHostRequests(options: HostRequestsOptions): HostRequests {
  const { store, calls, sites, now, newId, log } = options;
  const kept = store.crmKept.of(ACCOUNT);
  /** Dropped with the marks of writes. */
  const place = (id: string) => `write:dial:${id}`;

  async function askPhone(client: CrmClient, change: HostChange): Promise<void> {
    const { number = '', userId } = change.request ?? {};
    const agent = userId === undefined ? undefined : await agentOf(store, client, userId);
    if (!agent) {
      throw new RingbackError('not-found', `No agent is the user ${userId ?? '?'} of the host.`, {
        hint: 'Give the user of the host the internal number of his agent.',
      });
    }
    if (!may(agent, 'calls.dial'))
      throw new RingbackError('forbidden', `The role ${agent.role} may not dial.`);
    const id = newId();
    const asked: Asked = {
      ...{ agentId: agent.id, number },
      until: new Date(now().getTime() + DIAL_REQUEST_MS).toISOString(),
    };
    await kept.replace(place(id), undefined, JSON.stringify(asked));
    await store.transaction((tx) =>
      store.events.append(tx, { type: 'dial.requested', data: { id, number }, audience: [agent.id] }),
    );
  }

  /** The host has asked him for his consent in its own words, so that ours are not noted as agreed on. */
  async function callBack(client: CrmClient, { request }: HostChange): Promise<void> {
    const [site] = sites();
    if (!site) {
      throw new RingbackError('unsupported', 'There is no site for which visitors are called back.', {
        hint: 'Add one at /admin.',
      });
    }
    const { consent: _ours, ...without } = site;
    const { number = '', name } = request ?? {};
    const input = { number, ...(name === undefined ? {} : { name }) };
    const asker = { address: `host:${client.manifest.id}` };
    try {
      await calls.requestCallback(without, input, asker);
    } catch (error) {
      const nobodyNow = error instanceof RingbackError && error.code === 'unavailable';
      if (!nobodyNow) throw error;
      await calls.requestCallback(without, { ...input, when: 'opening' }, asker);
    }
  }

  return {
    async take(client, change) {
      const key = `${client.manifest.id}:${change.id}`;
      const before = await store.transaction((tx) => store.idempotency.recall(tx, key, ACTOR));
      if (before) return;
      const { type } = change;
      log.info({ system: client.manifest.id, change: type }, 'a host asks for a call');
      await (type === 'dial.requested' ? askPhone(client, change) : callBack(client, change));
    },
    async numberOf(agent, requestId) {
      const text = await kept.get(place(requestId));
      const asked = text === undefined || text === TAKEN ? undefined : (JSON.parse(text) as Asked);
      if (asked?.agentId !== agent.id)
        throw new RingbackError('not-found', 'Nobody asks for this call any more.');
      if (asked.until <= now().toISOString() || !(await kept.replace(place(requestId), text, TAKEN)))
        throw new RingbackError('conflict', 'This call was asked for too long ago, or is made already.');
      return asked.number;
    },
  };
}

/** Hosts name the user by their own id, by the internal number, or by the login that he has here. */
async function agentOf(store: Store, { users }: CrmClient, userId: string): Promise<Agent | undefined> {
  const user = (await users?.list())?.find(({ id, active }) => active && id === userId);
  if (user?.extension !== undefined) return store.agents.byExtension(user.extension);
  return (await store.agents.byExtension(userId)) ?? (await store.agents.byLogin(userId));
}
