/** What one row of the outbox says to its host: always the newest state of the record that it names. */
import { AdapterError, type CallLogEntry, type CallRecording, type Crm } from '@ringback/adapters';
import type { Agent, Call } from '@ringback/model';
import type { OutboxEntry, Store } from '../store/contract.ts';
import type { CrmHub } from './hub.ts';

export interface TellOptions {
  store: Pick<Store, 'calls' | 'agents' | 'callbacks'>;
  hub: Pick<CrmHub, 'recordOf'>;
  /** The audio of a stored recording as a host gets it; `undefined` where the file is gone. */
  recording: (id: string, call: Call) => CallRecording | undefined;
}

export function tellHost(options: TellOptions, host: Crm, entry: OutboxEntry): Promise<void> {
  const telling = { call: tellCall, notice: tellNotice, announcement: announce, task: tellTask };
  return telling[entry.kind](options, host, entry);
}

/** As the call is now: whatever came meanwhile is told with it. */
async function tellCall(options: TellOptions, host: Crm, entry: OutboxEntry): Promise<void> {
  const call = (await options.store.calls.get(entry.record))?.call;
  if (!call) return;
  const log = await logEntryOf(options, host, call);
  const dealIds = await dealsOf(options, host, { deal: call.deal, partyId: log.partyId });
  const recording = recordingOf(options, call);
  const write = { idempotencyKey: `${call.id}:${call.version}`, actor: entry.actor };
  const userId = log.agent?.userId;
  await host.communications?.updateCall(
    { ...log, ...(dealIds.length > 0 ? { dealIds } : {}), ...(recording ? { recording } : {}) },
    { ...write, ...(userId === undefined ? {} : { userId }) },
  );
}

async function logEntryOf({ store }: TellOptions, host: Crm, call: Call): Promise<CallLogEntry> {
  const agent = call.agent && (await store.agents.get(call.agent.id));
  const userId = agent && (await userOf(host, agent));
  const partyId = await partyIn(host, call);
  const { id, name, extension } = agent ?? {};
  return {
    call,
    ...(partyId === undefined ? {} : { partyId }),
    ...(id === undefined || name === undefined || extension === undefined
      ? {}
      : { agent: { id, name, extension, ...(userId === undefined ? {} : { userId }) } }),
  };
}

/** The call's party as this host knows it. Of another system's customer the one who alone has the number. */
async function partyIn(host: Crm, { party, number }: Call): Promise<string | undefined> {
  if (party?.system === host.manifest.id) return party.id;
  if (!party || number === '') return undefined;
  const [only, ...others] = (await host.parties?.findByPhone(number)) ?? [];
  return only && others.length === 0 && only.score >= 1 ? only.party.id : undefined;
}

/** The deal that the agent named, else the one that is open with the customer: of several nobody knows which was talked about. */
async function dealsOf(
  { hub }: TellOptions,
  host: Crm,
  { deal, partyId }: { deal: Call['deal']; partyId: string | undefined },
): Promise<string[]> {
  if (deal) return deal.system === host.manifest.id ? [deal.id] : [];
  if (partyId === undefined || hub.recordOf('deals')?.manifest.id !== host.manifest.id) return [];
  try {
    const { items } = (await host.deals?.list({ partyId, open: true, limit: 2 })) ?? { items: [] };
    return items.length === 1 ? items.map(({ id }) => id) : [];
  } catch (error) {
    // Who may not read deals gets his calls all the same; what is only away comes back.
    if (error instanceof AdapterError && !error.retryable) return [];
    throw error;
  }
}

const recordingOf = ({ recording }: TellOptions, call: Call): CallRecording | undefined => {
  const stored = call.recordings?.findLast(({ state }) => state === 'stored');
  return stored && recording(stored.id, call);
};

async function tellNotice({ store }: TellOptions, host: Crm, entry: OutboxEntry): Promise<void> {
  const { callId, agentId } = entry.payload as { callId: string; agentId: string };
  const [row, agent] = await Promise.all([store.calls.get(callId), store.agents.get(agentId)]);
  const userId = agent && (await userOf(host, agent));
  if (!row || userId === undefined) return;
  const { party, number } = row.call;
  const text = `Missed call: ${party ? `${party.name}, ${number}` : number || 'hidden number'}`;
  const about = party?.system === host.manifest.id ? { about: { kind: 'party' as const, id: party.id } } : {};
  await host.notify?.user(userId, { text, ...about }, { idempotencyKey: entry.record, actor: agentId });
}

/** Whoever was promised a call, and did not get it. */
async function tellTask({ store }: TellOptions, host: Crm, entry: OutboxEntry): Promise<void> {
  const callback = (await store.callbacks.get(entry.record))?.callback;
  if (!callback) return;
  const { number, name, message, page, callId } = callback;
  const call = callId === undefined ? undefined : (await store.calls.get(callId))?.call;
  const partyId = call && (await partyIn(host, call));
  const who = call?.party?.name ?? name;
  const input = {
    title: `Call back ${who === undefined ? number : `${who}, ${number}`}: it was promised and did not come about`,
    description: [message, page?.url].filter(Boolean).join('\n'),
    kind: 'call' as const,
    ...(partyId === undefined ? {} : { partyId }),
    ...(callId === undefined ? {} : { callId }),
  };
  await host.tasks?.create?.(input, { idempotencyKey: `callback:${callback.id}`, actor: entry.actor });
}

/** The host's own card, at those who are rung. A hint: whoever is late with it, or cannot, is not asked again. */
async function announce(options: TellOptions, host: Crm, entry: OutboxEntry): Promise<void> {
  const call = (await options.store.calls.get(entry.record))?.call;
  const { agentIds } = entry.payload as { agentIds: string[] };
  if (!call || call.state !== 'ringing') return;
  const agents = await Promise.all(agentIds.map((id) => options.store.agents.get(id)));
  const users = await Promise.all(agents.map((agent) => agent && userOf(host, agent)));
  const userIds = users.filter((id) => id !== undefined);
  if (userIds.length === 0) return;
  const log = await logEntryOf(options, host, call);
  const write = { idempotencyKey: `announce:${call.id}`, actor: entry.actor };
  await host.communications?.announce?.(log, userIds, write).catch((error: unknown) => {
    if (!(error instanceof AdapterError)) throw error;
  });
}

/** The host's user who has the agent's extension. */
export async function userOf(host: Crm, { extension }: Agent): Promise<string | undefined> {
  const users = (await host.users?.list()) ?? [];
  return users.find((user) => user.active && user.extension === extension)?.id;
}
