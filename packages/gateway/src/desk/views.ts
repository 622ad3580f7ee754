/** Saved views of lists: a person's own, and those that are shared. */
import { type Agent, RingbackError, SavedView, type ViewInput, type ViewQuery } from '@ringback/model';
import type { Tx } from '../store/contract.ts';
import { parseKept } from '../store/parse-kept.ts';
import { type DeskDeps, type Doing, found } from './base.ts';

/** Of one list; nobody has more. */
const MOST = 200;

export interface Views {
  list(query: ViewQuery, agent: Agent): Promise<SavedView[]>;
  create(input: ViewInput, doing: Doing): Promise<SavedView>;
  update(id: string, input: ViewInput, doing: Doing): Promise<SavedView>;
  remove(id: string, agent: Agent): Promise<void>;
}

export function createViews({ store, now, newId }: Pick<DeskDeps, 'store' | 'now' | 'newId'>): Views {
  async function all(list: string): Promise<SavedView[]> {
    const query = { kind: 'view', areas: [list], newestFirst: false, limit: MOST } as const;
    return (await store.records.list(query)).records.map(({ data }) => parseKept(SavedView, data));
  }

  async function put(tx: Tx, view: SavedView, before: SavedView | undefined): Promise<SavedView> {
    const place = { responsibleId: view.owner.id, area: view.list, open: true, position: view.name };
    await store.records.put(tx, { kind: 'view', id: view.id, ...place, data: view });
    const trail = { actor: view.owner.id, entity: 'view', entityId: view.id, field: 'view' };
    await store.audit.append(tx, { ...trail, old: before ?? null, new: view });
    return view;
  }

  /** Of his views of a list and page one opens first. */
  async function write(view: SavedView, before: SavedView | undefined, key: string): Promise<SavedView> {
    const others = view.isDefault ? await all(view.list) : [];
    return store.transaction(async (tx) => {
      const known = await store.idempotency.recall(tx, `view:${key}`, view.owner.id);
      if (known) return SavedView.parse(known.answer);
      for (const other of others) {
        const same = other.owner.id === view.owner.id && other.page === view.page;
        if (same && other.isDefault && other.id !== view.id)
          await put(tx, { ...other, isDefault: false }, other);
      }
      await put(tx, view, before);
      await store.idempotency.remember(tx, `view:${key}`, view.owner.id, view);
      return view;
    }, 'full');
  }

  async function own(id: string, agent: Agent): Promise<SavedView> {
    const view = parseKept(SavedView, found(await store.records.get('view', id), 'view').data);
    if (view.owner.id === agent.id) return view;
    throw new RingbackError('forbidden', `This view is ${view.owner.name}’s.`, {
      hint: 'Save one of your own.',
    });
  }

  const made = (id: string, input: ViewInput, { agent }: Doing): SavedView =>
    SavedView.parse({
      ...{ page: '', filters: {}, isDefault: false, shared: false },
      ...input,
      ...{ id, owner: { id: agent.id, name: agent.name }, updatedAt: now().toISOString() },
    });

  return {
    async list({ list, page = '' }, agent) {
      const views = await all(list);
      const his = views.filter(({ owner, shared }) => shared || owner.id === agent.id);
      return his.filter((view) => view.page === '' || view.page === page);
    },
    create: (input, doing) => write(made(newId(), input, doing), undefined, doing.key),
    async update(id, input, doing) {
      const before = await own(id, doing.agent);
      return write(made(id, input, doing), before, doing.key);
    },
    async remove(id, agent) {
      const view = await own(id, agent);
      await store.transaction(async (tx) => {
        await store.records.remove(tx, 'view', id);
        const trail = { actor: agent.id, entity: 'view', entityId: id, field: 'view' };
        await store.audit.append(tx, { ...trail, old: view, new: null });
      });
    },
  };
}
