/** Alarms: kept, told to whoever makes the settings, to webhooks by the event, and to the host's own notifications. */
import type { AdapterLog, Crm } from '@ringback/adapters';
import { type Agent, type AlarmKind, may, RingbackError, type SecurityAlarm } from '@ringback/model';
import type { Store } from '../store/contract.ts';

/** The same about the same within this is one alarm that counts, in ms. */
export const ALARM_AGAIN_MS = 60 * 60_000;

export interface Alarms {
  /** Never rejects: what it was raised about must not fail by it. */
  raise(alarm: { kind: AlarmKind; subject: string; text: string }): Promise<void>;
  list(): Promise<SecurityAlarm[]>;
  /** Somebody takes care of it. */
  see(agent: Agent, id: string): Promise<SecurityAlarm>;
  /** Those who are told. */
  watchers(): Promise<Agent[]>;
}

export interface AlarmsOptions {
  store: Pick<Store, 'transaction' | 'events' | 'security' | 'agents' | 'audit'>;
  crm: Pick<Crm, 'notify'>;
  now: () => Date;
  newId: () => string;
  log: AdapterLog;
}

const LIST = 100;

export function createAlarms({ store, crm, now, newId, log }: AlarmsOptions): Alarms {
  const watchers = async () => (await store.agents.list()).filter((agent) => may(agent, 'settings.write'));

  async function write(raised: { kind: AlarmKind; subject: string; text: string }): Promise<void> {
    const told = await watchers();
    const at = now();
    const { alarm, fresh } = await store.transaction(async (tx) => {
      const since = new Date(at.getTime() - ALARM_AGAIN_MS);
      const before = await store.security.alarms.latest(tx, { ...raised, since });
      const known = before && before.seenAt === undefined ? before : undefined;
      const next: SecurityAlarm = known
        ? { ...known, text: raised.text, times: known.times + 1, lastAt: at.toISOString() }
        : { id: newId(), ...raised, times: 1, firstAt: at.toISOString(), lastAt: at.toISOString() };
      await store.security.alarms.put(tx, next);
      const audience = told.map(({ id }) => id);
      await store.events.append(tx, { type: 'alarm.raised', data: { alarm: next }, audience });
      return { alarm: next, fresh: !known };
    }, 'full');
    if (!fresh) return;
    log.warn({ kind: alarm.kind, subject: alarm.subject }, alarm.text);
    for (const { id } of told) {
      await crm.notify?.user(
        id,
        { text: alarm.text },
        { idempotencyKey: `${alarm.id}:${id}`, actor: 'ringback' },
      );
    }
  }

  return {
    watchers,
    raise: (alarm) =>
      write(alarm).catch((error: unknown) =>
        log.error({ err: error, ...alarm }, 'an alarm could not be told'),
      ),
    list: () => store.security.alarms.list(LIST),
    see: (agent, id) =>
      store.transaction(async (tx) => {
        const before = await store.security.alarms.get(id, tx);
        if (!before) throw new RingbackError('not-found', 'There is no such alarm.');
        if (before.seenBy) return before;
        const seenBy = { id: agent.id, name: agent.name };
        const next = { ...before, seenBy, seenAt: now().toISOString() };
        await store.security.alarms.put(tx, next);
        await store.audit.append(tx, {
          ...{ actor: agent.id, entity: 'alarm', entityId: id },
          ...{ field: 'seenBy', old: null, new: seenBy },
        });
        return next;
      }),
  };
}
