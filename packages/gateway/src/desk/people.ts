/** Users of the system of record, and which agents of ours they are. */
import type { HostUser } from '@ringback/adapters';
import type { Responsible, UserChoice } from '@ringback/model';
import { present } from '../present.ts';
import type { DeskDeps } from './base.ts';

export async function userChoices({ crm, store }: DeskDeps): Promise<UserChoice[]> {
  const agents = await store.agents.list();
  const users: HostUser[] =
    (await crm.users?.list()) ??
    agents.map(({ id, name, extension }) => ({ id, name, extension, active: true }));
  return users
    .filter(({ active }) => active)
    .map(({ id, name, email, extension }) => {
      const agent = agents.find(
        (one) => one.id === id || (extension !== undefined && one.extension === extension),
      );
      return { id, name, ...present({ email, extension, agentId: agent?.id }) };
    });
}

/** The agent of ours who looks after it; `undefined` where he is none, or nobody does. */
export async function agentOfUser(
  deps: DeskDeps,
  responsible: Responsible | undefined,
): Promise<string | undefined> {
  if (!responsible) return undefined;
  const agents = await deps.store.agents.list();
  const own = agents.find(
    ({ id, extension }) => id === responsible.id || extension === responsible.extension,
  );
  if (own) return own.id;
  return (await userChoices(deps)).find(({ id }) => id === responsible.id)?.agentId;
}
