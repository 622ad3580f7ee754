/** Lists of parties, making one of two, their trail, and drafts from a directory. */
import type { WriteOptions } from '@ringback/adapters';
import {
  type DirectoryEntry,
  type Party,
  type MergePartyInput,
  type PartyListQuery,
  type PartyMerge,
  type PartyPage,
  type PartyPatch,
  type PartyUpdate,
  type RecordChange,
  RingbackError,
  type UnmergedParties,
} from '@ringback/model';
import { normaliseNumber } from '@ringback/model/phone-number';
import { present } from '../present.ts';
import {
  able,
  type DeskDeps,
  type Doing,
  found,
  groupOf,
  pick,
  requireFields,
  requireUnmodified,
  says,
  writeOptions,
} from './base.ts';
import { createMergedCalls, type MergedCallsDeps } from './merged-calls.ts';

export interface PartyCare {
  get(id: string): Promise<Party>;
  list(query: PartyListQuery): Promise<PartyPage>;
  /** Refuses to empty a field that is required; what was missing before is no hindrance. */
  update(id: string, patch: PartyUpdate, doing: Doing): Promise<Party>;
  merge(keepId: string, of: MergePartyInput, doing: Doing): Promise<PartyMerge>;
  undoMerge(undoId: string, doing: Doing): Promise<UnmergedParties>;
  history(id: string): Promise<RecordChange[]>;
  lookup(number: string): Promise<DirectoryEntry | undefined>;
  draft(number: string, doing: Doing): Promise<Party>;
}

export function createPartyCare(deps: DeskDeps & MergedCallsDeps): PartyCare {
  const { store, settings, crm } = deps;
  const calls = createMergedCalls(deps);
  const group = () => groupOf(deps, 'parties');
  const numberOf = (written: string) => normaliseNumber(written, settings().country);

  async function list(query: PartyListQuery): Promise<PartyPage> {
    const { list: all, search } = group();
    const { limit, incomplete, draft, ...rest } = query;
    const asked = present({
      ...rest,
      ...{ incomplete: incomplete as boolean | undefined, draft: draft as boolean | undefined },
      limit: limit === undefined ? undefined : Number(limit),
    });
    if (search) return search(asked);
    const read = able(all, 'customers be listed');
    return pick(
      (page) => read(page),
      (party) => fits(party, asked),
      present({ cursor: query.cursor, limit: asked.limit }),
    );
  }

  async function draft(number: string, doing: Doing): Promise<Party> {
    const e164 = numberOf(number);
    const [known] = await group().findByPhone(e164);
    if (known) return known.party;
    const entry = found(await groupOf(deps, 'directory').lookup(e164), 'firm in a directory');
    const { name, taxId, address, source, sourceUrl } = entry;
    const same = await group().duplicates({ phones: [e164], ...present({ taxId }) });
    const certain = same.find(({ score, why }) => score >= 0.9 && why !== 'name');
    if (certain) return certain.party;
    const phones = [...new Set([e164, ...entry.phones.map(numberOf)])];
    const { partyKinds } = settings();
    const kind = partyKinds.find((one) => one === 'other') ?? (partyKinds[0] as string);
    const about = present({ taxId, address });
    const input = { name, kind, phones, nature: 'organization' as const, ...about };
    const options: WriteOptions = writeOptions(doing);
    const keepsDrafts = crm.manifest.writes?.party?.includes('draft');
    return able(keepsDrafts ? group().create : undefined, 'drafts be kept')(
      { ...input, draft: { source, ...present({ url: sourceUrl }) } },
      options,
    );
  }

  async function requireFilled(id: string, patch: PartyPatch): Promise<void> {
    const record = present({ ...patch, responsible: patch.responsibleId });
    const emptied = Object.entries(record).filter(([, value]) => isEmpty(value));
    const own = Object.entries(patch.custom ?? {}).filter(([, value]) => isEmpty(value));
    const keys = [...emptied.map(([key]) => key), ...own.map(([key]) => `custom.${key}`)];
    if (keys.length === 0) return;
    const before = found(await group().get(id), 'customer');
    const custom = { ...before.custom, ...patch.custom };
    const rules = settings().crm.required.map((rule) => ({
      ...rule,
      fields: rule.fields.filter((field) => keys.includes(field)),
    }));
    requireFields(rules, { ...before, ...record, custom }, { entity: 'party', form: 'full' });
  }

  return {
    list,
    draft,
    get: async (id) => found(await group().get(id), 'customer'),
    async update(id, { ifUnmodifiedSince, ...patch }, doing) {
      await requireUnmodified(deps, {
        group: 'parties',
        since: ifUnmodifiedSince,
        read: () => group().get(id),
      });
      await requireFilled(id, patch);
      const write = { ...writeOptions(doing), ...present({ ifUnmodifiedSince }) };
      return able(group().update, 'customers be changed')(id, patch, write);
    },
    async merge(keepId, { dropId, take }, doing) {
      const write = { ...writeOptions(doing), ...present({ take }) };
      const party = await able(group().merge, 'two customers become one')(keepId, dropId, write);
      await calls.move(dropId, party, doing.agent);
      return { party, ...(group().unmerge ? { undoId: dropId } : {}) };
    },
    async undoMerge(undoId, doing) {
      const both = await able(group().unmerge, 'a merge be taken back')(undoId, writeOptions(doing));
      await calls.moveBack(both.kept, both.restored, doing.agent);
      return both;
    },
    async history(id) {
      const agents = new Map((await store.agents.list()).map(({ id: of, name }) => [of, name]));
      const rows = await store.audit.ofEntity('party', id);
      return rows.reverse().map(({ at, actor, field, old, new: next }) => {
        const name = agents.get(actor);
        return {
          at,
          field,
          ...present({ old, new: next }),
          ...(name === undefined ? {} : { by: { id: actor, name } }),
        };
      });
    },
    async lookup(number) {
      if (!crm.directory) throw new RingbackError('unsupported', 'No directory is connected.');
      return crm.directory.lookup(numberOf(number));
    },
  };
}

const isEmpty = (value: unknown): boolean => value === '' || (Array.isArray(value) && value.length === 0);

function fits(party: Party, query: Omit<PartyListQuery, 'limit'>): boolean {
  const { kind, segment, nature, responsibleId, organizationId, incomplete, draft, words } = query;
  return (
    (kind === undefined || party.kind === kind) &&
    (segment === undefined || (party.tags ?? []).includes(segment)) &&
    (nature === undefined || party.nature === nature) &&
    (responsibleId === undefined || party.responsible?.id === responsibleId) &&
    (organizationId === undefined || party.organization?.id === organizationId) &&
    (!draft || party.draft !== undefined) &&
    (!incomplete || party.draft !== undefined || (party.nature === 'person' && !party.organization)) &&
    says(words, party.name, party.email, ...party.phones)
  );
}
