/** Who works here: people are made, changed, put out and let in again at /admin. */
import { isDeepStrictEqual } from 'node:util';
import {
  type Agent,
  type Colleague,
  type Deactivation,
  type Mobile,
  type MobileInput,
  type NewPassword,
  type Person,
  type PersonInput,
  type PersonPatch,
  RingbackError,
  type Settings,
  statusAt,
} from '@ringback/model';
import type { Person as Asking } from '../auth/auth.ts';
import { hashPassword, type PasswordCost, passwordFault } from '../auth/password.ts';
import { present } from '../present.ts';
import { KEPT_SECRET } from '../secrets.ts';
import type { AgentFields, AgentRow, Store, Tx } from '../store/contract.ts';
import { agentIdFor } from './agent-id.ts';
import { readMobile } from './own-mobile.ts';

export interface People {
  /** Those who may come in first, each part by name. */
  list(): Promise<Person[]>;
  /** `invalid` where login, extension or mobile is taken or cannot be used, or the password is weak: at its field. */
  add(input: PersonInput, by: Asking): Promise<Person>;
  /** `conflict` while he talks and his call is not to end, or when he is the last technical administrator. */
  change(id: string, patch: PersonPatch, by: Asking): Promise<Person>;
  setPassword(id: string, input: NewPassword, by: Asking): Promise<void>;
  /** His sessions and his phone's credential end at once; what he did stays in the log. */
  deactivate(id: string, input: Deactivation, by: Asking): Promise<Person>;
  reactivate(id: string, by: Asking): Promise<Person>;
}

export interface PeopleOptions {
  store: Store;
  settings: () => Settings;
  /** The PBX has phones whose credentials we issue: they end with the session. */
  phones: boolean;
  now: () => Date;
  passwordCost?: PasswordCost | undefined;
}

/** What nobody else may have. */
type Wanted = Pick<AgentFields, 'extension' | 'mobile'> & Pick<Agent, 'id'>;

export function createPeople({ store, settings, phones, now, passwordCost }: PeopleOptions): People {
  async function talking(): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const { call } of await store.calls.live()) {
      for (const { agentId, state } of await store.legs.ofCall(call.id))
        if (agentId !== undefined && state === 'answered') found.add(agentId);
    }
    return found;
  }

  function shown(row: AgentRow, talks: ReadonlySet<string>): Person {
    const { groups } = settings().routing;
    const his = groups.filter(({ members, heads }) => members.includes(row.id) || heads.includes(row.id));
    return { ...row, groups: his.map(({ name }) => name), talking: talks.has(row.id) };
  }

  async function found(id: string): Promise<AgentRow> {
    const row = (await store.agents.everybody()).find((one) => one.id === id);
    if (row) return row;
    throw new RingbackError('not-found', 'There is no such person.', { hint: 'Load the list again.' });
  }

  const one = async (id: string): Promise<Person> => shown(await found(id), await talking());

  /** Asked inside the transaction, so that two who change at once do not both get it. */
  async function demandFree({ id, extension, mobile }: Wanted): Promise<void> {
    const faults: Record<string, string> = {};
    const others = {
      extension: extension === undefined ? undefined : await store.agents.byExtension(extension),
      'mobile.number': mobile ? await store.agents.byMobile(mobile.number) : undefined,
    };
    for (const [field, other] of Object.entries(others))
      if (other && other.id !== id) faults[field] = `is taken by ${other.name}`;
    if (Object.keys(faults).length > 0) throw invalid(faults);
  }

  function demandMobile(input: MobileInput): Mobile {
    const read = readMobile(input, settings());
    if (typeof read === 'string') throw invalid({ 'mobile.number': read });
    return read;
  }

  /** Whoever is put out must not be cut off in mid-sentence by somebody who did not know. */
  async function demandSilent({ id, name }: AgentRow, endCall: boolean | undefined): Promise<void> {
    if (!phones || endCall || !(await talking()).has(id)) return;
    throw new RingbackError('conflict', `${name} is talking now, and the call would end.`, {
      hint: 'Wait until it has ended, or say that it may end.',
      fields: { endCall: 'is needed while the person talks' },
    });
  }

  async function demandAdministrator({ name, role }: AgentRow): Promise<void> {
    if (role !== 'administrator') return;
    if ((await store.agents.list()).some((agent) => agent.role === 'administrator')) return;
    throw new RingbackError('conflict', `${name} is the last technical administrator.`, {
      hint: 'Make somebody else one first: nobody could change anything here any more.',
    });
  }

  /** Of every page and of the phone; the page that asks for it about its own agent goes on. */
  async function shutOut(tx: Tx, { id, extension }: AgentRow, { agent, session }: Asking): Promise<void> {
    await store.sessions.removeOfAgent(id, agent.id === id ? session.hash : undefined);
    if (phones) await store.revocations.put(tx, { agentId: id, endpoint: extension });
    await store.events.append(tx, { type: 'access.changed', data: { agentId: id }, audience: [id] });
  }

  async function tellColleagues(tx: Tx, { id, name, extension }: Agent): Promise<void> {
    const self = await store.selves.get(id, tx);
    const status = statusAt(self, now());
    const until = status === 'available' ? undefined : self.statusUntil;
    const colleague: Colleague = { id, name, extension, status, ...present({ statusUntil: until }) };
    await store.events.append(tx, { type: 'agent.updated', data: { agent: colleague }, audience: null });
  }

  const note = (tx: Tx, { agent }: Asking, id: string, [field, old, next]: [string, unknown, unknown]) =>
    store.audit.append(tx, { actor: agent.id, entity: 'agent', entityId: id, field, old, new: next });

  return {
    async list() {
      const [rows, talks] = await Promise.all([store.agents.everybody(), talking()]);
      const isOut = ({ deactivatedAt }: AgentRow) => Number(deactivatedAt !== undefined);
      rows.sort((a, b) => isOut(a) - isOut(b) || a.name.localeCompare(b.name));
      return rows.map((row) => shown(row, talks));
    },

    async add({ password, mobile: typed, ...rest }, by) {
      demandStrong(password, rest);
      const mobile = typed ? demandMobile(typed) : undefined;
      const input = { ...rest, ...present({ mobile }) };
      const passwordHash = await hashPassword(password, passwordCost);
      const id = await store.transaction(async (tx) => {
        const everybody = await store.agents.everybody();
        const agent = { ...input, id: agentIdFor(input.login, everybody) };
        const same = everybody.find(({ login }) => login === input.login);
        if (same) throw invalid({ login: takenBy(same) });
        await demandFree(agent);
        await store.agents.upsert(tx, { ...agent, passwordHash });
        if (mobile) await store.agents.change(tx, agent.id, { mobile });
        await note(tx, by, agent.id, ['created', null, input]);
        await tellColleagues(tx, agent);
        return agent.id;
      }, 'full');
      return one(id);
    },

    async change(id, { endCall, mobile: typed, ...rest }, by) {
      const patch = present({ ...rest, mobile: typed ? demandMobile(typed) : typed });
      await store.transaction(async (tx) => {
        const before = await found(id);
        const was = { ...before, mobile: before.mobile ?? null };
        const after = { ...was, ...patch };
        const fields = (['name', 'role', 'extension', 'mobile'] as const).filter(
          (key) => !isDeepStrictEqual(was[key], after[key]),
        );
        if (fields.length === 0) return;
        const [newRole, newExtension] = [fields.includes('role'), fields.includes('extension')];
        if (newRole && by.agent.id === id)
          throw invalid({ role: 'is your own: ask another administrator to change it' });
        await demandFree({
          id,
          ...(newExtension ? { extension: after.extension } : {}),
          ...(fields.includes('mobile') ? { mobile: after.mobile } : {}),
        });
        if (newRole || newExtension) await demandSilent(before, endCall);
        await store.agents.change(tx, id, patch);
        if (newRole) await demandAdministrator(before);
        for (const key of fields) await note(tx, by, id, [key, was[key], after[key]]);
        if (before.deactivatedAt !== undefined) return;
        if (newRole || newExtension) await shutOut(tx, before, by);
        await tellColleagues(tx, after);
      }, 'full');
      return one(id);
    },

    async setPassword(id, { password, endCall }, by) {
      demandStrong(password, await found(id));
      const passwordHash = await hashPassword(password, passwordCost);
      await store.transaction(async (tx) => {
        const row = await found(id);
        await demandSilent(row, endCall);
        await store.agents.change(tx, id, { passwordHash });
        await note(tx, by, id, ['password', KEPT_SECRET, KEPT_SECRET]);
        await shutOut(tx, row, by);
      }, 'full');
    },

    async deactivate(id, { endCall }, by) {
      if (by.agent.id === id) {
        throw new RingbackError('conflict', 'You cannot deactivate yourself.', {
          hint: 'Ask another administrator.',
        });
      }
      await store.transaction(async (tx) => {
        const row = await found(id);
        if (row.deactivatedAt !== undefined) return;
        await demandSilent(row, endCall);
        const deactivatedAt = now().toISOString();
        await store.agents.change(tx, id, { deactivatedAt });
        await demandAdministrator(row);
        await note(tx, by, id, ['deactivatedAt', null, deactivatedAt]);
        await shutOut(tx, row, by);
      }, 'full');
      return one(id);
    },

    async reactivate(id, by) {
      await store.transaction(async (tx) => {
        const row = await found(id);
        if (row.deactivatedAt === undefined) return;
        await demandFree(row);
        await store.agents.change(tx, id, { deactivatedAt: null });
        await note(tx, by, id, ['deactivatedAt', row.deactivatedAt, null]);
        await tellColleagues(tx, row);
      }, 'full');
      return one(id);
    },
  };
}

function demandStrong(password: string, person: Pick<Agent, 'login' | 'name'>): void {
  const fault = passwordFault(password, person);
  if (fault !== undefined) throw invalid({ password: fault });
}

const takenBy = ({ name, deactivatedAt }: AgentRow): string =>
  deactivatedAt === undefined
    ? `is taken by ${name}`
    : `is taken by ${name}, who was deactivated: activate him again instead`;

function invalid(fields: Record<string, string>): RingbackError {
  return new RingbackError('invalid', 'This cannot be saved.', {
    hint: 'Look at the fields that are marked.',
    fields,
  });
}
