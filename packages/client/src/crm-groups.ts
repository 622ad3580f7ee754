/** Groups of customers out of the names of what an agent may do: `deals.list` is a method of `deals`. */
import type { Backend, CrmBackendGroup, PartiesGroup } from '@ringback/model';

export type AskCrm = (method: string, args: readonly unknown[]) => Promise<unknown>;
export type CrmGroups = Pick<Backend, CrmBackendGroup> & { parties?: Partial<PartiesGroup> };

export function crmGroups(methods: readonly string[], ask: AskCrm): CrmGroups {
  const groups: Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>> = {};
  for (const method of methods) {
    const [group = '', name = ''] = method.split('.');
    (groups[group] ??= {})[name] = (...args) => ask(method, args);
  }
  return groups as unknown as CrmGroups;
}
