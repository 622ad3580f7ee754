import type { Call, CallScript, PartyRef } from '@ringback/model';

/** Scripts that are for such a call: of its direction, and of the party's kind. */
export function fittingScripts(
  scripts: readonly CallScript[],
  { direction, party }: { direction: Call['direction']; party: PartyRef | undefined },
): CallScript[] {
  if (direction === 'internal') return [];
  return scripts.filter(
    (script) =>
      (script.direction === undefined || script.direction === direction) &&
      (script.kinds.length === 0 || (party !== undefined && script.kinds.includes(party.kind))),
  );
}

/** `{{party.name}}` and `{{agent.name}}` are put in; of an unknown caller the place stays open. */
export function scriptText(
  text: string,
  names: { party: string | undefined; agent: string | undefined },
): string {
  const values: Record<string, string | undefined> = { 'party.name': names.party, 'agent.name': names.agent };
  return text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (place, key: string) =>
    Object.hasOwn(values, key) ? (values[key] ?? '…') : place,
  );
}
