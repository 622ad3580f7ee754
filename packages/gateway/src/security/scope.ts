/** Whose calls an agent may see. */
import { type Agent, may, type Settings } from '@ringback/model';

/** Ids of the agents whose calls he may see; undefined = everybody's. */
export function callScope(agent: Agent, _settings: Pick<Settings, 'routing'>): readonly string[] | undefined {
  if (may(agent.role, 'calls.all')) return undefined;
  return may(agent.role, 'calls.own') ? [agent.id] : [];
}
