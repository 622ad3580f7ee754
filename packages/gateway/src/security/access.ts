/** The one place where it is decided whether somebody may come in from an address (S173–S177). No I/O, so that each rule is a test. */
import type { AccessRule, PersonalAccess, SecuritySettings } from '@ringback/model';
import { inNetworks, isHome, plainAddress } from './networks.ts';

export const DOORS = ['sip', 'sessions', 'tokens'] as const;
export type Door = (typeof DOORS)[number];

export interface Asked {
  door: Door;
  address: string;
  /** Whose it is; absent where nobody is known yet: then only the firm's rule is asked. */
  agentId?: string | undefined;
  security: SecuritySettings;
  countryOf: (address: string) => string | undefined;
  at: Date;
}

/** Why he may not; `undefined`: he may. */
export function whyNotFrom({ door, agentId, security, countryOf, at, ...asked }: Asked): string | undefined {
  const address = plainAddress(asked.address);
  if (inNetworks(security.trusted, address)) return undefined;
  const rule = ruleOf(security, { door, agentId, at });
  switch (rule.mode) {
    case 'anywhere':
      return undefined;
    case 'list':
      return inNetworks(rule.addresses, address) ? undefined : `${address} is not on the list of addresses`;
    case 'country': {
      // A private network is in no country, and nobody abroad has an address in ours.
      if (isHome(address) || inNetworks(rule.addresses, address)) return undefined;
      const country = countryOf(address);
      if (country === undefined) return `the country of ${address} is not known`;
      return rule.countries.includes(country) ? undefined : `${address} is in ${country}`;
    }
  }
}

/** An agent's own rule takes the place of the firm's while it holds. */
export function ruleOf(
  security: SecuritySettings,
  { door, agentId, at }: { door: Door; agentId?: string | undefined; at: Date },
): AccessRule {
  const own = security.personal.find((one) => one.agent === agentId && holds(one, at));
  return own ?? security[door];
}

export function holds({ until }: PersonalAccess, at: Date): boolean {
  return until === undefined || at.toISOString().slice(0, 10) <= until;
}

/** What the PBX itself can know: addresses. `undefined`: it must hear everybody, and each login is looked at here. */
export function onlyFrom(security: SecuritySettings, at: Date): readonly string[] | undefined {
  const rules = [security.sip, ...security.personal.filter((one) => holds(one, at))];
  if (rules.some(({ mode }) => mode !== 'list')) return undefined;
  return [...new Set([...security.trusted, ...rules.flatMap(({ addresses }) => addresses)])];
}

/** When an agent's rule ends next. */
export function nextEnd(security: SecuritySettings, at: Date): Date | undefined {
  const ends = security.personal
    .flatMap(({ until }) => (until === undefined ? [] : [Date.parse(`${until}T00:00:00Z`) + DAY_MS]))
    .filter((end) => end > at.getTime());
  return ends.length === 0 ? undefined : new Date(Math.min(...ends));
}
const DAY_MS = 24 * 60 * 60 * 1000;
