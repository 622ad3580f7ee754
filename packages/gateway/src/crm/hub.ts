/**
 * All systems of record as one `Crm`: of each group one system is the record, and is written to; customers are looked for in all of them
 * at once. It is the same object all the time, whatever is connected meanwhile.
 */
import {
  CAPABILITY_METHODS,
  CRM_CAPABILITIES,
  CRM_GROUPS,
  type Crm,
  type CrmContext,
  type CrmGroup,
  type CrmManifest,
  type PartiesGroup,
} from '@ringback/adapters';
import type { Party, PartyMatch } from '@ringback/model';
import type { CrmConnectionRow, Store } from '../store/contract.ts';
import { createCrmClient, type CrmClient } from './client.ts';
import { withFields } from './field-map.ts';
import { mergeMatches } from './merge-matches.ts';
import { checkSettings, systemOf } from './systems.ts';

export interface CrmHub extends Crm {
  /** One promise for each system that is asked, the system of record first; those that fail are empty, and logged. */
  seek(number: string): Promise<PartyMatch[]>[];
  merge(answers: readonly (readonly PartyMatch[])[]): PartyMatch[];
  partyOf(ref: { system: string; id: string }): Promise<Party | undefined>;
  /** The connected system; `undefined` where it is not connected. */
  system(id: string): CrmClient | undefined;
  /** All connected systems. */
  systems(): CrmClient[];
  /** The system of record of a group; `undefined` where nobody has it. */
  recordOf(group: CrmGroup): Crm | undefined;
  /** Reads the connections anew. */
  reload(): Promise<void>;
  /** Reads them anew where another node has changed them; the systems that are connected otherwise than before. */
  refresh(): Promise<string[]>;
  /** Connects with these settings, without anybody using it. */
  trial(system: string, settings: unknown): Crm;
}

/** What call control asks of customers: one system, or all of them. */
export type CallCrm = Crm & Partial<Pick<CrmHub, 'seek' | 'merge' | 'partyOf'>>;

export interface CrmHubOptions {
  local: Crm;
  store: Pick<Store, 'crmConnections' | 'crmKept'>;
  context: Omit<CrmContext, 'kept' | 'phones'>;
  /** Told of all connections whenever they are read. */
  onRead?: (rows: readonly CrmConnectionRow[]) => void;
}

interface Connected {
  client: CrmClient;
  recordOf: readonly string[];
}

export async function createCrmHub({ local, store, context, onRead }: CrmHubOptions): Promise<CrmHub> {
  const { log } = context;
  let connected: Connected[] = [];
  /** As they were read last. */
  let read: readonly CrmConnectionRow[] = [];

  function connect(system: string, settings: unknown): Crm {
    const known = systemOf(system);
    const checked = checkSettings(known, settings);
    return known.create(checked as never, {
      ...context,
      kept: store.crmKept.of(system),
      phones: store.crmKept.phonesOf(system),
    });
  }

  function use(rows: readonly CrmConnectionRow[]): void {
    read = rows;
    connected = rows.flatMap((row) => join(row));
    onRead?.(rows);
  }

  const reload = async () => use(await store.crmConnections.list());

  async function refresh(): Promise<string[]> {
    const [before, rows] = [read.map((row) => JSON.stringify(row)), await store.crmConnections.list()];
    const changed = rows.filter((row) => !before.includes(JSON.stringify(row)));
    if (changed.length > 0 || rows.length < before.length) use(rows);
    return changed.map(({ system }) => system);
  }

  /** A connection that cannot be made must not keep the gateway from starting: calls go on without it. */
  function join({ system, settings, recordOf, fields }: CrmConnectionRow): Connected[] {
    try {
      const failed = (error: unknown) => log.warn({ err: error, system }, 'an answer could not be renewed');
      const crm = connect(system, settings);
      const ours = crm.fields ? withFields(crm, fields ?? {}, context.now) : crm;
      return [{ client: createCrmClient({ crm: ours, now: context.now, failed }), recordOf }];
    } catch (error) {
      log.error({ err: error, system }, 'this system of record could not be connected');
      return [];
    }
  }

  const having = (group: CrmGroup) => connected.filter(({ client }) => client[group] !== undefined);
  const recordOf = (group: CrmGroup): Crm | undefined => {
    const able = having(group);
    const chosen = able.find((one) => one.recordOf.includes(group));
    // A mailbox of one's own is connected too: it keeps the letters until a host is chosen.
    if (!chosen && group === 'mail' && local.mail) return local;
    return (chosen ?? able[0])?.client ?? (local[group] ? local : undefined);
  };
  /** Ringback's own list keeps what it has, but where leads are customers of the host's, new ones are made there. */
  function leads(): Crm['leads'] {
    const record = recordOf('leads');
    if (record !== local || !recordOf('parties')?.manifest.leadsAreParties) return record?.leads;
    const { create: _, ...kept } = record.leads!;
    return kept;
  }
  const system = (id: string) => connected.find(({ client }) => client.manifest.id === id)?.client;

  /** Ringback's own customers are asked as well: a number may have been noted before the host was connected. */
  function asked(): Crm[] {
    const record = recordOf('parties');
    const others = [...having('parties').map(({ client }): Crm => client), local].filter(
      (one) => one !== record && one.parties,
    );
    return record ? [record, ...others] : others;
  }

  const seek = (number: string) =>
    asked().map(async (one) => {
      try {
        return (await one.parties?.findByPhone(number)) ?? [];
      } catch (error) {
        log.warn({ err: error, system: one.manifest.id }, 'a system of record did not say who is calling');
        if (asked().length === 1) throw error;
        return [];
      }
    });

  const parties: PartiesGroup = createHubParties({ record: () => recordOf('parties')?.parties, asked, seek });
  const hub: CrmHub = {
    get manifest() {
      return manifestOf(recordOf('parties') ?? local, recordOf);
    },
    checkConnection: () => local.checkConnection(),
    seek,
    merge: mergeMatches,
    async partyOf({ system: id, id: recordId }) {
      const owner = id === local.manifest.id ? local : system(id);
      return owner?.parties?.get(recordId);
    },
    system,
    systems: () => connected.map(({ client }) => client),
    recordOf,
    ...{ reload, refresh },
    trial: connect,
    get parties() {
      return recordOf('parties') ? parties : (undefined as never);
    },
  };
  for (const group of CRM_GROUPS) {
    if (group === 'parties' || group === 'communications') continue;
    const get = group === 'leads' ? leads : () => recordOf(group)?.[group];
    Object.defineProperty(hub, group, { get, enumerable: true });
  }
  Object.defineProperty(hub, 'communications', {
    enumerable: true,
    get: () => {
      const group = recordOf('communications')?.communications;
      // The outbox hears of calls from the event log, and tells the host in its own time.
      return group && { ...group, logCall: async () => undefined, updateCall: async () => undefined };
    },
  });
  await reload();
  return hub;
}

function createHubParties(parts: {
  record: () => PartiesGroup | undefined;
  asked: () => Crm[];
  seek: (number: string) => Promise<PartyMatch[]>[];
}): PartiesGroup {
  const { record, asked, seek } = parts;
  const group = () => record() as Required<PartiesGroup>;
  return {
    findByPhone: async (number) => mergeMatches(await Promise.all(seek(number))),
    async findByName(name, options) {
      const answers = await Promise.allSettled(asked().map((one) => one.parties?.findByName(name, options)));
      const found = answers.map((answer) => (answer.status === 'fulfilled' ? (answer.value ?? []) : []));
      const [first] = answers;
      if (first?.status === 'rejected' && answers.length === 1) throw first.reason;
      return found.flat().slice(0, 20);
    },
    get: (id, options) => group().get(id, options),
    async duplicates(query, options) {
      const answers = await Promise.all(asked().map((one) => one.parties?.duplicates(query, options) ?? []));
      return answers
        .flat()
        .sort((one, other) => other.score - one.score)
        .slice(0, 20);
    },
    get list() {
      return record()?.list as never;
    },
    get create() {
      return record()?.create as never;
    },
    get update() {
      return record()?.update as never;
    },
    get search() {
      return record()?.search as never;
    },
    get merge() {
      return record()?.merge as never;
    },
    get unmerge() {
      return record()?.unmerge as never;
    },
  };
}

/** Of the record of customers, with what all groups together can do. */
function manifestOf(record: Crm, recordOf: (group: CrmGroup) => Crm | undefined): CrmManifest {
  const capabilities = CRM_CAPABILITIES.filter((capability) =>
    recordOf(CAPABILITY_METHODS[capability][0])?.manifest.capabilities.includes(capability),
  );
  return { ...record.manifest, capabilities };
}
