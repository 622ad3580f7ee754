/** Whose calls and recordings an agent may see: his own, those of the groups that he heads, or everybody's. */
import { type Actor, type Agent, may, type Settings } from '@ringback/model';

type Rules = Pick<Settings, 'routing'>;
/** Ids of agents; undefined = everybody. */
export type Scope = readonly string[] | undefined;

export const callScope = (agent: Agent & Actor, rules: Rules): Scope => scopeOf(agent, rules, 'calls');
export const recordingScope = (agent: Agent & Actor, rules: Rules): Scope =>
  scopeOf(agent, rules, 'recordings');

/**
 * Whose calls are counted for him: those of his people, where his role sees theirs alone, also by a token that has none of them;
 * else the firm's, which single out nobody.
 */
export function countedScope({ scopes: _, ...person }: Agent & Actor, rules: Rules): Scope {
  return may(person, 'calls.group') ? callScope(person, rules) : undefined;
}

function scopeOf(agent: Agent & Actor, rules: Rules, what: 'calls' | 'recordings'): Scope {
  const { id } = agent;
  if (may(agent, `${what}.all`)) return undefined;
  const own = may(agent, `${what}.own`) ? [id] : [];
  if (!may(agent, `${what}.group`)) return own;
  return [...new Set([...own, ...subordinates(id, rules)])];
}

/** Members of the groups that he heads. */
export function subordinates(agentId: string, { routing }: Rules): string[] {
  return routing.groups.filter(({ heads }) => heads.includes(agentId)).flatMap(({ members }) => members);
}

/** Whether somebody of the scope is among these. */
export function concerns(scope: Scope, agentIds: readonly string[]): boolean {
  return scope === undefined || agentIds.some((id) => scope.includes(id));
}
