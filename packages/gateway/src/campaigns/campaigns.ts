/** Campaigns as people make and lead them. What is called, and when, is the runner's. */
import {
  type Agent,
  type Campaign,
  type CampaignEntry,
  type CampaignEntryPage,
  type CampaignImported,
  type CampaignInput,
  type CampaignPatch,
  type CampaignWithProgress,
  may,
  RingbackError,
  type Settings,
} from '@ringback/model';
import { readNumber } from '@ringback/model/phone-number';
import { present } from '../present.ts';
import type { Store, Tx } from '../store/contract.ts';
import { readList } from './read-list.ts';

export interface Campaigns {
  /** Of the groups that he heads; everybody's for whoever sees all calls. */
  list(agent: Agent): Promise<CampaignWithProgress[]>;
  get(agent: Agent, id: string): Promise<CampaignWithProgress>;
  create(agent: Agent, input: CampaignInput): Promise<CampaignWithProgress>;
  update(agent: Agent, id: string, patch: CampaignPatch): Promise<CampaignWithProgress>;
  /** With its list; a running one must be stopped first. */
  remove(agent: Agent, id: string): Promise<void>;
  lead(agent: Agent, id: string, step: CampaignStep): Promise<CampaignWithProgress>;
  add(agent: Agent, id: string, text: string): Promise<CampaignImported>;
  entries(
    agent: Agent,
    id: string,
    query: Parameters<Store['campaigns']['entries']['list']>[1],
  ): Promise<CampaignEntryPage>;
}

export type CampaignStep = 'start' | 'pause' | 'stop';
const FROM: Record<CampaignStep, readonly Campaign['state'][]> = {
  start: ['draft', 'paused'],
  pause: ['running'],
  stop: ['draft', 'running', 'paused'],
};
const TO = { start: 'running', pause: 'paused', stop: 'stopped' } as const;

export interface CampaignsOptions {
  store: Pick<Store, 'transaction' | 'campaigns' | 'events' | 'audit' | 'agents'>;
  settings: () => Settings;
  now: () => Date;
  newId: () => string;
}

/** Entries of one list, at most. */
export const MOST_ENTRIES = 50_000;
const FAULTS_SHOWN = 50;

export function createCampaigns({ store, settings, now, newId }: CampaignsOptions): Campaigns {
  const groups = (agent: Agent) =>
    settings().routing.groups.filter(({ heads }) => may(agent, 'calls.all') || heads.includes(agent.id));
  const mine = (agent: Agent, campaign: Campaign) => leads(agent, campaign, settings());

  async function found(agent: Agent, id: string, tx?: Tx): Promise<Campaign> {
    const campaign = await store.campaigns.get(id, tx);
    if (campaign && mine(agent, campaign)) return campaign;
    throw new RingbackError('not-found', 'There is no such campaign.');
  }

  const withProgress = async (campaign: Campaign): Promise<CampaignWithProgress> => ({
    campaign,
    progress: await progressOf(store, campaign.id),
  });

  function checkGroup(agent: Agent, key: string): void {
    if (groups(agent).some((group) => group.key === key)) return;
    const known = groups(agent).map((group) => group.key);
    throw new RingbackError('invalid', `There is no group ${key}, or you do not head it.`, {
      hint: known.length > 0 ? `Choose one of: ${known.join(', ')}.` : 'Make a group at /admin first.',
      fields: { group: 'is not one of your groups' },
    });
  }

  async function change(agent: Agent, id: string, to: (before: Campaign) => Campaign): Promise<Campaign> {
    return store.transaction(async (tx) => {
      const before = await found(agent, id, tx);
      const next = { ...to(before), version: before.version + 1 };
      await writeCampaign(store, tx, next, settings());
      for (const field of Object.keys(next) as (keyof Campaign)[]) {
        if (field === 'version' || JSON.stringify(before[field]) === JSON.stringify(next[field])) continue;
        const entry = { actor: agent.id, entity: 'campaign', entityId: id, field };
        await store.audit.append(tx, { ...entry, old: before[field], new: next[field] });
      }
      return next;
    }, 'full');
  }

  function mayCall(number: string): string | undefined {
    const { doNotCall, dialCountries, country } = settings();
    const read = readNumber(number, country);
    if (doNotCall.includes(number)) return 'is on the do-not-call list';
    const allowed =
      read.kind === 'e164' &&
      read.callable &&
      read.country !== undefined &&
      dialCountries.includes(read.country);
    return allowed ? undefined : 'may not be called: see the countries agents may dial';
  }

  return {
    async list(agent) {
      const all = (await store.campaigns.list()).filter((campaign) => mine(agent, campaign));
      return Promise.all(all.map(withProgress));
    },
    get: async (agent, id) => withProgress(await found(agent, id)),
    async create(agent, input) {
      checkGroup(agent, input.group);
      const campaign: Campaign = {
        ...{ id: newId(), ...input, state: 'draft', version: 1 },
        ...{ createdAt: now().toISOString(), createdBy: agent.id },
      };
      await store.transaction(async (tx) => {
        await store.campaigns.insert(tx, campaign);
        await store.audit.append(tx, {
          ...{ actor: agent.id, entity: 'campaign', entityId: campaign.id },
          ...{ field: 'created', old: null, new: input },
        });
        await tellCampaign(store, tx, campaign, settings());
      }, 'full');
      return withProgress(campaign);
    },
    async update(agent, id, patch) {
      if (patch.group !== undefined) checkGroup(agent, patch.group);
      return withProgress(await change(agent, id, (before) => ({ ...before, ...present(patch) })));
    },
    async remove(agent, id) {
      const campaign = await found(agent, id);
      if (campaign.state === 'running') throw wrongState(campaign, 'Stop it first.');
      await store.transaction(async (tx) => {
        await store.campaigns.remove(tx, id);
        await store.audit.append(tx, {
          ...{ actor: agent.id, entity: 'campaign', entityId: id },
          ...{ field: 'removed', old: campaign.name, new: null },
        });
      }, 'full');
    },
    async lead(agent, id, step) {
      const { total } = await progressOf(store, id);
      const campaign = await change(agent, id, (before) => {
        if (!FROM[step].includes(before.state)) throw wrongState(before, `It cannot be told to ${step} now.`);
        if (step === 'start' && total === 0)
          throw new RingbackError('invalid', 'There is no number on the list.', { hint: 'Add some first.' });
        const at = now().toISOString();
        const times = step === 'start' ? { startedAt: before.startedAt ?? at } : {};
        return { ...before, ...times, ...(step === 'stop' ? { endedAt: at } : {}), state: TO[step] };
      });
      return withProgress(campaign);
    },
    async add(agent, id, text) {
      const campaign = await found(agent, id);
      if (campaign.state === 'stopped' || campaign.state === 'finished')
        throw wrongState(campaign, 'Make a new one for further numbers.');
      const { lines, faults } = readList(text, settings().country, mayCall);
      const { total } = await progressOf(store, id);
      if (total + lines.length > MOST_ENTRIES) {
        throw new RingbackError('invalid', `A list has at most ${MOST_ENTRIES} numbers.`, {
          hint: 'Make a second campaign for the rest.',
          fields: { text: 'is too long' },
        });
      }
      const dueAt = now().toISOString();
      let added = 0;
      await store.transaction(async (tx) => {
        for (const { number, name } of lines) {
          const entry: CampaignEntry = {
            ...{ id: newId(), campaignId: id, number, state: 'waiting', attempts: 0, dueAt },
            ...(name === undefined ? {} : { name }),
          };
          if (await store.campaigns.entries.add(tx, entry)) added += 1;
        }
        await store.audit.append(tx, {
          ...{ actor: agent.id, entity: 'campaign', entityId: id, field: 'added' },
          ...{ old: null, new: added },
        });
        await tellCampaign(store, tx, campaign, settings());
      }, 'full');
      const shown = faults.slice(0, FAULTS_SHOWN);
      return { added, doubled: lines.length - added, faults: shown, left: faults.length };
    },
    async entries(agent, id, query) {
      await found(agent, id);
      return store.campaigns.entries.list(id, query);
    },
  };
}

type Told = Pick<Store, 'campaigns' | 'events' | 'agents'>;
type Rules = Pick<Settings, 'routing'>;
type OfGroup = Pick<Campaign, 'group'>;

export async function writeCampaign(store: Told, tx: Tx, campaign: Campaign, rules: Rules): Promise<void> {
  await store.campaigns.update(tx, campaign);
  await tellCampaign(store, tx, campaign, rules);
}

async function tellCampaign(store: Told, tx: Tx, campaign: Campaign, rules: Rules): Promise<void> {
  await store.events.append(tx, {
    type: 'campaign.changed',
    data: { campaign },
    audience: await leaders(store, campaign, rules),
  });
}

/** Whose campaign it is: of the groups that he heads, or everybody's. */
function leads(agent: Agent, { group }: OfGroup, { routing }: Rules): boolean {
  if (may(agent, 'calls.all')) return true;
  return routing.groups.some(({ key, heads }) => key === group && heads.includes(agent.id));
}

/** Who is told of it: those who may read it. */
export async function leaders(
  { agents }: Pick<Store, 'agents'>,
  of: OfGroup,
  rules: Rules,
): Promise<string[]> {
  const all = await agents.list();
  return all.filter((agent) => may(agent, 'campaigns.manage') && leads(agent, of, rules)).map(({ id }) => id);
}

export async function progressOf(
  { campaigns }: Pick<Store, 'campaigns'>,
  id: string,
): Promise<CampaignWithProgress['progress']> {
  const counts = await campaigns.entries.counts(id);
  const sum = (fits: (one: (typeof counts)[number]) => boolean) =>
    counts.filter(fits).reduce((all, { count }) => all + count, 0);
  const results: Record<string, number> = {};
  for (const { result, count } of counts)
    if (result !== undefined) results[result] = (results[result] ?? 0) + count;
  return {
    total: sum(() => true),
    waiting: sum(({ state }) => state === 'waiting'),
    calling: sum(({ state }) => state === 'calling'),
    results,
  };
}

function wrongState({ state }: Campaign, hint: string): RingbackError {
  return new RingbackError('conflict', `The campaign is ${state}.`, { hint });
}
