/** Everything that happened, from wherever it is kept: our calls, the host's history, letters, orders, visits. */
import type { Crm } from '@ringback/adapters';
import {
  type Agent,
  type Call,
  type Communication,
  type Page,
  RingbackError,
  type TimelineEntry,
  type TimelineInput,
  type TimelineKind,
  type TimelinePage,
  type TimelinePatch,
  type TimelineQuery,
} from '@ringback/model';
import * as z from 'zod/mini';
import { present } from '../present.ts';
import { type DeskDeps, type Doing, says, writeOptions } from './base.ts';

const LIMIT = 50;
const MOST_ROUNDS = 5;

export interface Timeline {
  list(agent: Agent, query: TimelineQuery): Promise<TimelinePage>;
  create(input: TimelineInput, doing: Doing): Promise<TimelineEntry>;
  update(id: string, patch: TimelinePatch, doing: Doing): Promise<TimelineEntry>;
}

export interface TimelineDeps extends DeskDeps {
  /** Ringback's own: keeps what is written by hand where the host takes only notes. */
  local: Crm;
  /** Whose calls this agent may see; `undefined` = everybody's. */
  scopeOf: (agent: Agent) => readonly string[] | undefined;
}

interface Source {
  name: string;
  kinds: readonly TimelineKind[];
  read(page: { cursor?: string; limit: number }): Promise<Page<TimelineEntry>>;
}

/** How far each source has been read: its own cursor, and how much of that page was shown. */
const Places = z.record(
  z.string(),
  z.object({ cursor: z.optional(z.string()), skip: z.number(), over: z.boolean() }),
);
type Places = z.infer<typeof Places>;

export function createTimeline(deps: TimelineDeps): Timeline {
  const { crm, local } = deps;
  return {
    async list(agent, { cursor, limit = LIMIT, kinds, words, from, to, ...about }) {
      const wanted = kinds === undefined ? undefined : [kinds].flat();
      const all = await sourcesOf(deps, agent, about);
      const sources = all.filter(
        (one) => wanted === undefined || one.kinds.some((kind) => wanted.includes(kind)),
      );
      const fits = ({ kind, at, title, text }: TimelineEntry) =>
        (wanted === undefined || wanted.includes(kind)) &&
        (from ?? '') <= at &&
        (to === undefined || at < to) &&
        says(words, title, text);
      let places = cursor === undefined ? {} : readPlaces(cursor);
      for (let round = 1; ; round += 1) {
        const page = await merged(sources, places, Number(limit));
        const items = page.items.filter(fits);
        places = page.places;
        const over = sources.every(({ name }) => places[name]?.over);
        if (items.length > 0 || over || round === MOST_ROUNDS)
          return { items, ...(over ? {} : { next: writePlaces(places) }) };
      }
    },
    async create(input, doing) {
      const options = writeOptions(doing);
      const { create, comment } = crm.communications ?? {};
      const { kind, partyId, dealId, leadId, text } = input;
      if (create) return create(input, options);
      // The host has notes at least: what can be one is seen there as well by those who work in it.
      const on = dealId
        ? (['deal', dealId] as const)
        : leadId
          ? (['lead', leadId] as const)
          : (['party', partyId] as const);
      if (comment && on[1] !== undefined)
        await comment({ kind: on[0], id: on[1] }, kind === 'note' ? text : `[${kind}] ${text}`, options);
      const own = local.communications?.create;
      if (!own) throw new RingbackError('unsupported', 'Nothing can be written by hand here.');
      return own(input, options);
    },
    update(id, patch, doing) {
      const change = crm.communications?.change ?? local.communications?.change;
      if (!change) throw new RingbackError('unsupported', 'Nothing can be changed by hand here.');
      return change(id, patch, writeOptions(doing));
    },
  };
}

/** Newest first of all of them: as many as fit, and where each source is to be gone on with. */
async function merged(
  sources: readonly Source[],
  places: Places,
  limit: number,
): Promise<{ items: TimelineEntry[]; places: Places }> {
  const pages = await Promise.all(
    sources.map(async (source) => {
      const { cursor, skip, over } = places[source.name] ?? { skip: 0, over: false };
      if (over) return { source, items: [], next: undefined, skip: 0, cursor };
      const page = await source.read({ limit, ...present({ cursor }) });
      return { source, items: page.items.slice(skip), next: page.next, skip, cursor };
    }),
  );
  const all = pages.flatMap(({ source, items }) => items.map((entry) => ({ entry, source })));
  const shown = all.sort((one, other) => (one.entry.at < other.entry.at ? 1 : -1)).slice(0, limit);
  const next: Places = {};
  for (const { source, items, next: further, skip, cursor } of pages) {
    const used = shown.filter((one) => one.source === source).length;
    if (used < items.length) next[source.name] = { ...present({ cursor }), skip: skip + used, over: false };
    else next[source.name] = { ...present({ cursor: further }), skip: 0, over: further === undefined };
  }
  return { items: shown.map(({ entry }) => entry), places: next };
}

async function sourcesOf(
  deps: TimelineDeps,
  agent: Agent,
  about: Pick<TimelineQuery, 'partyId' | 'dealId' | 'leadId'>,
): Promise<Source[]> {
  const { store, crm, hub, local, scopeOf } = deps;
  const { partyId, dealId, leadId } = about;
  const one = present({ partyId, dealId, leadId });
  const nobody = Object.keys(one).length === 0;
  const sources: Source[] = [];
  const whose = await callsAbout(deps, about);
  if (whose) {
    const agentIds = scopeOf(agent);
    sources.push({
      ...{ name: 'calls', kinds: ['call'] },
      async read(page) {
        const { items, next } = await store.calls.list({ ...page, ...whose, ...present({ agentIds }) });
        return { items: items.map((call) => ({ ...entryOfCall(call), ...one })), ...present({ next }) };
      },
    });
  }
  const { mail, shop } = crm;
  const letters = nobody || leadId !== undefined ? undefined : mail;
  const keeper = letters && hub.recordOf('mail');
  // Who keeps the letters tells of them below: what his history says of them is the same.
  const isTold = ({ kind, system }: Communication) =>
    kind === 'mail' && keeper !== local && system === keeper?.manifest.id;
  const hosts = new Map(
    [crm.communications, local.communications].flatMap((group) => (group?.list ? [[group.list, group]] : [])),
  );
  for (const [index, group] of [...hosts.values()].entries()) {
    const list = group.list;
    // A host gives the history of somebody, and not of everybody.
    if (!list || (nobody && list !== local.communications?.list)) continue;
    sources.push({
      ...{
        name: `entries${index}`,
        kinds: ['call', 'mail', 'note', 'message', 'meeting', 'site-request', 'other'],
      },
      async read(page) {
        const { items, next } = await list({ ...page, ...one });
        const untold = items.filter((item) => !isTold(item));
        return { items: await withoutOurCalls(deps, untold, dealId), ...present({ next }) };
      },
    });
  }
  if (letters)
    sources.push({
      ...{ name: 'letters', kinds: ['mail'] },
      async read(page) {
        const { items, next } = await letters.list({ ...page, ...present({ partyId, dealId }) });
        return { items: items.map(entryOfLetter), ...present({ next }) };
      },
    });
  if (shop && partyId !== undefined)
    sources.push({
      ...{ name: 'orders', kinds: ['order'] },
      async read(page) {
        const { items, next } = await shop.orders({ ...page, partyId });
        return { items: items.map(entryOfOrder), ...present({ next }) };
      },
    });
  if (partyId !== undefined)
    sources.push({
      name: 'visits',
      kinds: ['visit'],
      read: async () => ({ items: await visitsOf(deps, partyId) }),
    });
  if (partyId !== undefined || leadId !== undefined)
    sources.push({
      name: 'requests',
      kinds: ['site-request'],
      read: async () => ({ items: await requestsOf(deps, about) }),
    });
  return sources;
}

/** Which of our calls are told: a lead's are those of its numbers. `undefined` = none. */
async function callsAbout(
  { crm }: DeskDeps,
  { partyId, dealId, leadId }: Pick<TimelineQuery, 'partyId' | 'dealId' | 'leadId'>,
): Promise<{ partyId?: string; dealId?: string; numbers?: readonly string[] } | undefined> {
  if (leadId === undefined) return present({ partyId, dealId });
  const lead = await crm.leads?.get(leadId);
  return lead?.phones.length ? { numbers: lead.phones } : undefined;
}

/**
 * A call that we have logged to the host is ours: with its recordings, and once. The host may have put it to a deal that nobody named
 * here: of that deal it is the host's.
 */
async function withoutOurCalls(
  { store }: DeskDeps,
  items: readonly Communication[],
  dealId: string | undefined,
): Promise<TimelineEntry[]> {
  const known = await Promise.all(
    items.map(({ callId }) => (callId === undefined ? undefined : store.calls.get(callId))),
  );
  return items.flatMap((item, index) => {
    const call = known[index]?.call;
    if (!call) return item;
    const elsewhere = dealId !== undefined && call.deal?.id !== dealId;
    return elsewhere ? { ...item, ...present({ recordings: call.recordings }) } : [];
  });
}

function entryOfCall(call: Call): TimelineEntry {
  const { id, direction, startedAt, durationSeconds, comment, agent, party, deal, recordings, number } = call;
  return {
    ...{
      system: 'ringback',
      id,
      kind: 'call',
      direction,
      at: startedAt,
      durationSeconds,
      callId: id,
      number,
    },
    text: comment,
    missed: call.endReason === 'missed',
    ...present({ author: agent?.name, partyId: party?.id, dealId: deal?.id, recordings }),
  };
}

type Letters = Awaited<ReturnType<NonNullable<Crm['mail']>['list']>>['items'];
function entryOfLetter({
  system,
  id,
  direction,
  at,
  subject,
  text,
  from,
  partyId,
  dealId,
  threadId,
}: Letters[number]): TimelineEntry {
  const place = present({ partyId, dealId, threadId });
  return { ...{ system, id, kind: 'mail', direction, at, title: subject, text, author: from }, ...place };
}

type Orders = Awaited<ReturnType<NonNullable<Crm['shop']>['orders']>>['items'];
function entryOfOrder({
  system,
  id,
  number,
  createdAt,
  stateName,
  lines,
  partyId,
  url,
}: Orders[number]): TimelineEntry {
  const text = lines.map(({ name, quantity }) => `${quantity} × ${name}`).join('\n');
  const title = `${number} · ${stateName}`;
  return { ...{ system, id, kind: 'order', at: createdAt, title, text }, ...present({ partyId, url }) };
}

async function visitsOf({ crm, store }: DeskDeps, partyId: string): Promise<TimelineEntry[]> {
  const party = await crm.parties?.get(partyId);
  const rows = party ? await store.visits.ofNumbers(party.phones) : [];
  return rows.map(({ id, seenAt, siteKey }) => ({
    ...{ system: 'ringback', id, kind: 'visit', at: seenAt, title: siteKey, text: '', partyId },
  }));
}

/** Callbacks that were asked for on a site, from one of his numbers: not of a queue, and not of a list that we called. */
async function requestsOf(
  { crm, store }: DeskDeps,
  about: Pick<TimelineQuery, 'partyId' | 'leadId'>,
): Promise<TimelineEntry[]> {
  const { partyId, leadId } = about;
  const who = partyId === undefined ? await crm.leads?.get(leadId ?? '') : await crm.parties?.get(partyId);
  const rows = await Promise.all(
    (who?.phones ?? []).map((number) => store.callbacks.openOrSince(number, new Date(0))),
  );
  return rows
    .flat()
    .filter(({ callback }) => !callback.queue && !callback.campaign)
    .map(({ callback: { id, requestedAt, number, name, message, page } }) => ({
      ...{ system: 'ringback', id, kind: 'site-request' as const, direction: 'in' as const, at: requestedAt },
      ...{ number, text: message ?? '' },
      ...present({ title: page?.title ?? page?.url, author: name, partyId, leadId }),
    }))
    .sort((one, other) => (one.at < other.at ? 1 : -1));
}

const writePlaces = (places: Places): string => Buffer.from(JSON.stringify(places)).toString('base64url');

function readPlaces(cursor: string): Places {
  try {
    return Places.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new RingbackError('invalid', 'The cursor is not one that this gateway gave.', {
      fields: { cursor: 'take it from `next` of the page before, unchanged' },
    });
  }
}
