/** What agents set for themselves: kept, told to their other pages and to colleagues, and over when its time has come. */
import type { AdapterLog } from '@ringback/adapters';
import {
  type Agent,
  type Colleague,
  type ColleaguePresence,
  firmLines,
  type ForwardTarget,
  may,
  type Me,
  type MePatch,
  RingbackError,
  type Self,
  type Settings,
  statusAt,
} from '@ringback/model';
import { readDestination } from '../calls/destination.ts';
import { createTimerSet, type Timers } from '../calls/timers.ts';
import { present } from '../present.ts';
import type { Store, Tx } from '../store/contract.ts';

export interface SelfService {
  me(agent: Agent): Promise<Me>;
  /** `invalid` where a line, a colleague or a time is not what it should be. */
  update(agent: Agent, patch: MePatch): Promise<Me>;
  /** Everybody who can be called inside the firm, but the one who asks. */
  colleagues(agent: Agent): Promise<ColleaguePresence[]>;
  /** Ends what ends by time: also what an earlier run of the gateway left behind. */
  start(): Promise<void>;
  stop(): void;
}

/** Who is there and who talks, as call control knows it. */
export interface WhoIsThere {
  online: ReadonlySet<string>;
  busy: ReadonlySet<string>;
}

export interface SelfServiceOptions {
  store: Store;
  settings: () => Settings;
  whoIsThere: () => Promise<WhoIsThere>;
  now: () => Date;
  timers: Timers;
  log: AdapterLog;
}

export function createSelfService(options: SelfServiceOptions): SelfService {
  const { store, settings, whoIsThere, now, log } = options;
  const timers = createTimerSet(options.timers);

  const meOf = (agent: Agent, self: Self): Me => ({
    ...self,
    agent,
    lines: firmLines(settings()).map(({ number, name }) => ({ number, name })),
  });

  async function write(tx: Tx, agent: Agent, before: Self, next: Self): Promise<void> {
    const fields = changed(before, next);
    await store.selves.put(tx, agent.id, next);
    for (const field of fields) {
      const entry = { actor: agent.id, entity: 'agent', entityId: agent.id, field };
      await store.audit.append(tx, { ...entry, old: before[field], new: next[field] });
    }
    const data = { me: meOf(agent, next) };
    await store.events.append(tx, { type: 'me.updated', data, audience: [agent.id] });
    if (!fields.includes('status') && !fields.includes('statusUntil')) return;
    const told = { agent: colleagueOf(agent, next, now()) };
    await store.events.append(tx, { type: 'agent.updated', data: told, audience: null });
  }

  async function change(agent: Agent, to: (before: Self) => Self): Promise<Me> {
    const next = await store.transaction(async (tx) => {
      const before = await store.selves.get(agent.id, tx);
      const wanted = to(before);
      if (changed(before, wanted).length === 0) return before;
      const after = { ...wanted, version: before.version + 1 };
      await write(tx, agent, before, after);
      return after;
    }, 'full');
    watchEnd(agent, next);
    return meOf(agent, next);
  }

  function watchEnd(agent: Agent, { statusUntil }: Self): void {
    timers.clear(agent.id);
    if (statusUntil === undefined) return;
    timers.set(agent.id, Date.parse(statusUntil) - now().getTime(), () => {
      const over = (before: Self) => (isOver(before, now()) ? withoutStatus(before) : before);
      change(agent, over).catch((error: unknown) =>
        log.error({ err: error, agentId: agent.id }, "an agent's status could not be ended"),
      );
    });
  }

  async function check(agent: Agent, { outgoingNumber, forwarding, statusUntil }: MePatch): Promise<void> {
    const lines = firmLines(settings());
    if (outgoingNumber && !lines.some((line) => line.number === outgoingNumber)) {
      throw invalid('outgoingNumber', `${outgoingNumber} is not a number of the firm.`);
    }
    if (statusUntil && Date.parse(statusUntil) <= now().getTime()) {
      throw invalid('statusUntil', 'The end of the status has already passed.');
    }
    for (const [index, { to }] of (forwarding ?? []).entries()) {
      await checkTarget(agent, to, `forwarding.${index}.to`);
    }
  }

  /** A forwarded call costs what a dialled one does: the same limits hold. */
  async function checkTarget(agent: Agent, to: ForwardTarget, at: string): Promise<void> {
    if (to.kind === 'number') {
      const byExtension = (extension: string) => store.agents.byExtension(extension);
      await readDestination({ agent, number: to.number, settings: settings(), byExtension });
      return;
    }
    const field = `${at}.agentId`;
    if (to.agentId === agent.id) throw invalid(field, 'Your calls cannot be forwarded to yourself.');
    if (!(await store.agents.get(to.agentId))) throw invalid(field, 'There is no such colleague.');
  }

  return {
    me: async (agent) => meOf(agent, await store.selves.get(agent.id)),
    async update(agent, patch) {
      await check(agent, patch);
      return change(agent, (before) => patched(before, patch));
    },
    async colleagues(agent) {
      const [agents, selves, there] = await Promise.all([
        store.agents.list(),
        store.selves.all(),
        whoIsThere(),
      ]);
      return agents
        .filter((other) => other.id !== agent.id && may(other, 'calls.dial'))
        .map((other) => ({
          ...colleagueOf(other, selves.get(other.id), now()),
          online: there.online.has(other.extension),
          busy: there.busy.has(other.id),
        }));
    },
    // On every node: the one that took the change knows of it, and ending what another has ended already changes nothing.
    async start() {
      const selves = await store.selves.all();
      for (const agent of await store.agents.list()) {
        const self = selves.get(agent.id);
        if (self) watchEnd(agent, self);
      }
    },
    stop: () => timers.clearAll(),
  };
}

function colleagueOf({ id, name, extension }: Agent, self: Self | undefined, at: Date): Colleague {
  const status = self ? statusAt(self, at) : 'available';
  const until = status === 'available' ? undefined : self?.statusUntil;
  return { id, name, extension, status, ...(until === undefined ? {} : { statusUntil: until }) };
}

/** A new status without an end lasts; `available` needs none. */
function patched(before: Self, patch: MePatch): Self {
  const { status, statusUntil, outgoingNumber, hours, ...plain } = patch;
  const next = { ...before, ...present(plain) };
  if (status !== undefined) {
    next.status = status;
    delete next.statusUntil;
  }
  put(next, 'statusUntil', next.status === 'available' ? null : statusUntil);
  put(next, 'outgoingNumber', outgoingNumber);
  put(next, 'hours', hours);
  return next;
}

function put<K extends 'statusUntil' | 'outgoingNumber' | 'hours'>(
  self: Self,
  key: K,
  value: Self[K] | null | undefined,
): void {
  if (value === null) delete self[key];
  else if (value !== undefined) self[key] = value;
}

function withoutStatus(self: Self): Self {
  const { statusUntil: _, ...rest } = self;
  return { ...rest, status: 'available' };
}

function isOver({ statusUntil }: Self, at: Date): boolean {
  return statusUntil !== undefined && Date.parse(statusUntil) <= at.getTime();
}

function changed(before: Self, next: Self): (keyof Self)[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(next)] as (keyof Self)[]);
  keys.delete('version');
  return [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(next[key]));
}

function invalid(field: string, message: string): RingbackError {
  return new RingbackError('invalid', message, {
    hint: 'Choose another and try again.',
    fields: { [field]: message },
  });
}
