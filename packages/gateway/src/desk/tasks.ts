/** Tasks of the system of record, with reminders that are the gateway's own. */
import type { TaskSearch } from '@ringback/adapters';
import {
  type Agent,
  RingbackError,
  type Task,
  type TaskDraft,
  type TaskInput,
  type TaskPage,
  type TaskPatch,
  type TaskQuery,
  type TaskReminder,
  type TaskUpdate,
} from '@ringback/model';
import { present } from '../present.ts';
import {
  able,
  type DeskDeps,
  type Doing,
  found,
  groupOf,
  pick,
  requireFields,
  requireKept,
  requireUnmodified,
  says,
  writeOptions,
} from './base.ts';
import { agentOfUser } from './people.ts';

const COMMON = ['title', 'description', 'dueAt', 'responsibleId', 'partyId', 'dealId'];
const PATCHED = ['title', 'description', 'dueAt', 'responsibleId', 'state'];

export interface Tasks {
  list(query: TaskQuery): Promise<TaskPage>;
  get(id: string): Promise<Task>;
  create(input: TaskDraft, doing: Doing): Promise<Task>;
  update(id: string, patch: TaskUpdate, doing: Doing): Promise<Task>;
  reminders(agent: Agent): Promise<TaskReminder[]>;
  snooze(id: string, until: string, doing: Doing): Promise<Task>;
  acknowledge(id: string, doing: Doing): Promise<Task>;
  reminderOf(task: Task, at: string): Promise<TaskReminder>;
}

export function createTasks(deps: DeskDeps): Tasks {
  const { settings, store } = deps;
  const group = () => groupOf(deps, 'tasks');
  const system = () => deps.hub.recordOf('tasks')?.manifest.id ?? deps.crm.manifest.id;

  async function search(query: TaskSearch): Promise<TaskPage> {
    const { list, search: asked } = group();
    if (asked) return asked(query);
    const own = present({
      ...{ partyId: query.partyId, dealId: query.dealId, responsibleId: query.responsibleId },
      open: query.states?.every((state) => state === 'open' || state === 'in-progress') ? true : undefined,
    });
    return pick(
      (page) => list({ ...own, ...page }),
      (task) => fits(task, query),
      query,
    );
  }

  /** The host knows nothing of reminders. */
  async function withReminders(tasks: readonly Task[]): Promise<Task[]> {
    const rows = await store.reminders.of(tasks.map(({ system: of, id }) => ({ system: of, taskId: id })));
    const at = new Map(rows.map((row) => [`${row.system} ${row.taskId}`, row.at]));
    return tasks.map((task) => ({ ...task, ...present({ remindAt: at.get(`${task.system} ${task.id}`) }) }));
  }

  async function get(id: string): Promise<Task> {
    const [task] = await withReminders([found(await group().get(id), 'task')]);
    return task as Task;
  }

  /** `null` takes it away. Told by `task.updated`, so that every page of his shows the same. */
  async function setReminder(task: Task, at: string | null, doing: Doing): Promise<Task> {
    const agentId = (await agentOfUser(deps, task.responsible)) ?? doing.agent.id;
    const { remindAt: before, ...bare } = task;
    const next: Task = at === null ? bare : { ...bare, remindAt: at };
    await store.transaction(async (tx) => {
      const place = { system: task.system, taskId: task.id };
      if (at === null) await store.reminders.remove(tx, place);
      else await store.reminders.put(tx, { ...place, at, agentId, state: 'planned' });
      const change = { actor: doing.agent.id, entity: 'task', entityId: task.id, field: 'remindAt' };
      await store.audit.append(tx, { ...change, old: before ?? null, new: at });
      await store.events.append(tx, { type: 'task.updated', data: { task: next }, audience: null });
    }, 'full');
    return next;
  }

  async function reminderOf(task: Task, at: string): Promise<TaskReminder> {
    const party = task.partyId === undefined ? undefined : await deps.crm.parties?.get(task.partyId);
    return { task, at, ...present({ phone: party?.phones[0] }) };
  }

  return {
    get,
    reminderOf,
    async list({ states, kinds, ...query }) {
      const some = <T>(one: T | readonly T[] | undefined) =>
        one === undefined ? undefined : ([one].flat() as T[]);
      const page = await search(
        present({ ...query, states: some(states), kinds: some(kinds) }) as TaskSearch,
      );
      return { ...page, items: await withReminders(page.items) };
    },
    async create({ remindAt, ...input }, doing) {
      requireKept(deps, { group: 'tasks', common: COMMON, given: input });
      requireFields(
        settings().crm.required,
        { ...input, ...present({ remindAt }) },
        { entity: 'task', form: 'full' },
      );
      const task = await able(group().create, 'tasks be created')(input as TaskInput, writeOptions(doing));
      return remindAt === undefined ? task : setReminder(task, remindAt, doing);
    },
    async update(id, { ifUnmodifiedSince, remindAt, ...patch }, doing) {
      requireKept(deps, { group: 'tasks', common: PATCHED, given: patch });
      await requireUnmodified(deps, {
        group: 'tasks',
        since: ifUnmodifiedSince,
        read: () => group().get(id),
      });
      const before = await get(id);
      const { responsibleId, ...fields } = patch;
      const next = { ...before, ...fields, ...present({ responsible: responsibleId }) };
      requireFields(settings().crm.required, next, { entity: 'task', form: 'full' });
      const write = { ...writeOptions(doing), ...present({ ifUnmodifiedSince }) };
      const changed = Object.keys(patch).length > 0;
      const written = changed
        ? await able(group().update, 'tasks be changed')(id, patch as TaskPatch, write)
        : before;
      const task: Task = { ...written, ...present({ remindAt: before.remindAt }) };
      // Whose task it is now is whom to remind; who has done it is reminded no more.
      const over = task.state === 'done' || task.state === 'cancelled';
      const wanted = over ? null : remindAt === undefined ? (before.remindAt ?? null) : remindAt;
      const same = wanted === (before.remindAt ?? null) && responsibleId === undefined;
      return same ? task : setReminder(task, wanted, doing);
    },
    async reminders(agent) {
      const rows = (await store.reminders.told(agent.id)).filter((row) => row.system === system());
      const all = rows.map(async ({ taskId, at }) => {
        const task = await group().get(taskId);
        return task && reminderOf({ ...task, remindAt: at }, at);
      });
      return (await Promise.all(all)).flatMap((one) => one ?? []);
    },
    async snooze(id, until, doing) {
      if (Date.parse(until) <= deps.now().getTime()) {
        throw new RingbackError('invalid', 'This time is over already.', {
          fields: { until: 'must be a time that is still to come' },
        });
      }
      return setReminder(await get(id), until, doing);
    },
    acknowledge: async (id, doing) => setReminder(await get(id), null, doing),
  };
}

function fits(task: Task, { from, to, states, kinds, leadId, words }: TaskSearch): boolean {
  const { dueAt } = task;
  return (
    (from === undefined || (dueAt !== undefined && dueAt >= from)) &&
    (to === undefined || (dueAt !== undefined && dueAt < to)) &&
    (states === undefined || states.includes(task.state)) &&
    (kinds === undefined || kinds.includes(task.kind ?? 'other')) &&
    (leadId === undefined || task.leadId === leadId) &&
    says(words, task.title, task.description, task.partyName)
  );
}
