/** Answers of several systems as one list: the system of record speaks, the others add what it does not know. */
import type { Party, PartyMatch } from '@ringback/model';

/** `answers` in order, the system of record first. */
export function mergeMatches(answers: readonly (readonly PartyMatch[])[]): PartyMatch[] {
  const [first = [], ...others] = answers;
  const merged = [...first];
  for (const matches of others) {
    for (const match of matches) {
      const same = samePerson(merged, match, matches.length);
      if (same < 0) merged.push(match);
      else merged[same] = enrich(merged[same] as PartyMatch, match.party);
    }
  }
  const several = merged.filter(({ score }) => score >= 1).length > 1;
  // Two systems that each are sure of somebody else: then nobody is certain.
  const judged = several ? merged.map((match) => ({ ...match, score: Math.min(match.score, 0.9) })) : merged;
  return judged.sort((one, other) => other.score - one.score);
}

/**
 * Where each system knows exactly one who has the number, it is the same customer in two systems. With several on either side it
 * cannot be said who is who, unless they have the same name.
 */
function samePerson(merged: readonly PartyMatch[], match: PartyMatch, howMany: number): number {
  const shares = (one: PartyMatch) => one.party.phones.some((phone) => match.party.phones.includes(phone));
  const candidates = merged.filter((one) => one.party.system !== match.party.system && shares(one));
  const [only] = candidates;
  if (only && candidates.length === 1 && howMany === 1) return merged.indexOf(only);
  const named = candidates.find(({ party }) => fold(party.name) === fold(match.party.name));
  return named ? merged.indexOf(named) : -1;
}

const fold = (name: string) => name.trim().toLowerCase();

/** Nothing that the system of record says is changed. */
function enrich(match: PartyMatch, other: Party): PartyMatch {
  const { email, nature, taxId, address, responsible, organization, tags } = other;
  const known = Object.fromEntries(
    Object.entries({ email, nature, taxId, address, responsible, organization, tags }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  return { ...match, party: { ...known, ...match.party } };
}
