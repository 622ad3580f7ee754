/** Groups out of the names of their methods: `deals.list` is a method of `deals`. */
import type { Backend, CrmBackendGroup, PartiesGroup } from '@ringback/model';

/** What an agent may do with customers, as the gateway names it. */
export type CrmGroups = Pick<Backend, CrmBackendGroup> & { parties?: Partial<PartiesGroup> };

export function groupsOf<Groups = CrmGroups>(
  methods: readonly string[],
  ask: (method: string, args: readonly unknown[]) => Promise<unknown>,
): Groups {
  const groups: Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>> = {};
  for (const method of methods) {
    const [group = '', name = ''] = method.split('.');
    (groups[group] ??= {})[name] = (...args) => ask(method, args);
  }
  return groups as Groups;
}
