/** What no single field of the settings can know: that names are used once, and that what is named is there. */
import { isDeepStrictEqual } from 'node:util';
import {
  type AccessRule,
  type Agent,
  firmLines,
  isDay,
  RingbackError,
  type Routing,
  type RouteStep,
  type Settings,
} from '@ringback/model';
import { isCountry, readNumber } from '@ringback/model/phone-number';
import { networkFault } from '../security/networks.ts';

type Faults = Record<string, string>;

/**
 * Rejects with `invalid`, every fault at its field. What stands in `before` already, as a version with fewer rules let it be stored, holds
 * up no change to something else: whoever makes that may not be able to mend it.
 */
export function checkReferences(
  settings: Settings,
  { agents, before }: { agents: readonly Pick<Agent, 'id'>[]; before: Settings },
): void {
  const old = faultsOf(before, agents);
  const isOld = (at: string) =>
    at in old && isDeepStrictEqual(valueAt(at, { settings }), valueAt(at, { settings: before }));
  const faults = Object.entries(faultsOf(settings, agents)).filter(([at]) => !isOld(at));
  if (faults.length === 0) return;
  throw new RingbackError('invalid', 'Some settings do not fit together.', {
    hint: 'Look at the fields that are marked.',
    fields: Object.fromEntries(faults),
  });
}

const valueAt = (path: string, from: unknown): unknown =>
  path.split('.').reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], from);

function faultsOf(settings: Settings, agents: readonly Pick<Agent, 'id'>[]): Faults {
  const faults: Faults = {};
  doubled(settings.sites, 'sites', 'key', faults);
  doubled(settings.lines, 'lines', 'number', faults);
  settings.lines.forEach(({ number }, index) => {
    if (number === settings.line) faults[`settings.lines.${index}.number`] = 'is our main number already';
  });
  checkCountries(settings, faults);
  checkTracking(settings, faults);
  checkRouting(settings, new Set(agents.map(({ id }) => id)), faults);
  checkSecurity(settings, new Set(agents.map(({ id }) => id)), faults);
  return faults;
}

function doubled<K extends string>(
  list: readonly Record<K, string>[],
  at: string,
  key: K,
  faults: Faults,
): void {
  const taken = new Set<string>();
  for (const [index, one] of list.entries()) {
    if (taken.has(one[key])) faults[`settings.${at}.${index}.${key}`] = 'is taken by another one above';
    taken.add(one[key]);
  }
}

/** One that nobody is in, such as UK for GB, would keep everybody out, or no number in. */
function checkCountries({ country, dialCountries, security, sites }: Settings, faults: Faults): void {
  const check = (at: string, code: string) => {
    if (!isCountry(code)) faults[`settings.${at}`] = 'is no country: two letters such as UA, PL or GB';
  };
  const each = (at: string, codes: readonly string[]) =>
    codes.forEach((code, nth) => check(`${at}.${nth}`, code));
  check('country', country);
  each('dialCountries', dialCountries);
  for (const door of ['sip', 'sessions', 'tokens'] as const)
    each(`security.${door}.countries`, security[door].countries);
  each('security.usualCountries', security.usualCountries);
  security.personal.forEach(({ countries }, nth) => each(`security.personal.${nth}.countries`, countries));
  sites.forEach((site, nth) => {
    check(`sites.${nth}.country`, site.country);
    each(`sites.${nth}.callableCountries`, site.callableCountries);
  });
}

/** A number can tell one thing only: a source, or whose it is for the time. */
function checkTracking({ sites }: Settings, faults: Faults): void {
  const taken = new Set<string>();
  for (const [index, { tracking = {} }] of sites.entries()) {
    const take = (number: string, at: string) => {
      if (taken.has(number))
        faults[`settings.sites.${index}.tracking.${at}`] = 'is taken by another one above';
      taken.add(number);
    };
    tracking.numbers?.forEach(({ number }, nth) => take(number, `numbers.${nth}.number`));
    tracking.pool?.forEach((number, nth) => take(number, `pool.${nth}`));
  }
}

function checkSecurity({ security, sites }: Settings, agents: ReadonlySet<string>, faults: Faults): void {
  const networks = (at: string, list: readonly string[]) =>
    list.forEach((network, nth) => {
      const fault = networkFault(network);
      if (fault !== undefined) faults[`settings.security.${at}.${nth}`] = fault;
    });
  const rule = (at: string, { mode, addresses, countries }: AccessRule) => {
    networks(`${at}.addresses`, addresses);
    if (mode === 'list' && addresses.length === 0)
      faults[`settings.security.${at}.addresses`] = 'name at least one address: nobody could come in';
    if (mode === 'country' && countries.length === 0)
      faults[`settings.security.${at}.countries`] = 'name at least one country: nobody could come in';
  };
  for (const door of ['sip', 'sessions', 'tokens'] as const) rule(door, security[door]);
  networks('trusted', security.trusted);
  doubled(security.costs.rates, 'security.costs.rates', 'prefix', faults);
  security.personal.forEach((one, nth) => {
    rule(`personal.${nth}`, one);
    if (!agents.has(one.agent))
      faults[`settings.security.personal.${nth}.agent`] = `there is no agent ${one.agent}`;
  });
  if (security.sip.mode === 'list' && sites.some(({ browserCalls }) => browserCalls))
    faults['settings.security.sip.mode'] =
      'visitors call from their browsers, wherever they are: take "country", or switch calls from the browser off';
}

function checkRouting(settings: Settings, agents: ReadonlySet<string>, faults: Faults): void {
  const { routing, lines } = settings;
  for (const list of ['schedules', 'branches', 'groups'] as const)
    doubled<'key'>(routing[list], `routing.${list}`, 'key', faults);
  const keys = (of: readonly { key: string }[]) => new Set(of.map(({ key }) => key));
  const known = { schedule: keys(routing.schedules), branch: keys(routing.branches) };
  const refer = (path: string, kind: keyof typeof known, key: string) => {
    if (key !== '' && !known[kind].has(key))
      faults[`settings.${path}.${kind}`] = `there is no ${kind} ${key}`;
  };
  lines.forEach((line, index) => refer(`lines.${index}`, 'branch', line.branch));
  routing.schedules.forEach(({ holidays }, index) =>
    holidays.forEach((day, nth) => {
      if (!isDay(day))
        faults[`settings.routing.schedules.${index}.holidays.${nth}`] = 'is a day that no calendar has';
    }),
  );
  routing.branches.forEach((branch, index) =>
    refer(`routing.branches.${index}`, 'schedule', branch.schedule),
  );
  for (const [index, group] of routing.groups.entries()) {
    const at = `routing.groups.${index}`;
    refer(at, 'branch', group.branch);
    refer(at, 'schedule', group.schedule);
    for (const field of ['members', 'heads'] as const) {
      group[field].forEach((id, nth) => {
        if (!agents.has(id)) faults[`settings.${at}.${field}.${nth}`] = `there is no agent ${id}`;
        else if (group[field].indexOf(id) < nth)
          faults[`settings.${at}.${field}.${nth}`] = 'stands above already';
      });
    }
  }
  checkRoutes(settings, { agents, refer, faults });
}

interface Check {
  agents: ReadonlySet<string>;
  refer: (path: string, kind: 'schedule' | 'branch', key: string) => void;
  faults: Faults;
}

function checkRoutes(settings: Settings, { agents, refer, faults }: Check): void {
  const { routing } = settings;
  const ours = new Set(firmLines(settings).map(({ number }) => number));
  for (const [index, route] of routing.routes.entries()) {
    const at = `routing.routes.${index}`;
    refer(at, 'branch', route.branch);
    refer(at, 'schedule', route.schedule);
    const branch = routing.branches.find(({ key }) => key === route.branch);
    if ((route.when === 'open' || route.when === 'closed') && !route.schedule && !branch?.schedule)
      faults[`settings.${at}.schedule`] = `name the hours that "${route.when}" is asked of`;
    route.lines.forEach((number, nth) => {
      if (!ours.has(number)) faults[`settings.${at}.lines.${nth}`] = 'is not a number of ours';
    });
    route.steps.forEach((step, nth) => {
      const fault = stepFault(step, settings, agents);
      if (fault !== undefined) faults[`settings.${at}.steps.${nth}.target`] = fault;
    });
  }
}

function stepFault(
  { to, target }: RouteStep,
  settings: Settings,
  agents: ReadonlySet<string>,
): string | undefined {
  if (to === 'agent') return agents.has(target) ? undefined : `there is no agent ${target}`;
  if (to === 'group') return isGroup(settings.routing, target) ? undefined : `there is no group ${target}`;
  const read = readNumber(target, settings.country);
  if (read.kind !== 'e164' || read.e164 !== target) return 'must be a number with + and country code';
  const allowed =
    read.callable && read.country !== undefined && settings.dialCountries.includes(read.country);
  return allowed ? undefined : 'is a number that may not be dialled: see the countries agents may dial';
}

const isGroup = ({ groups }: Routing, key: string) => groups.some((group) => group.key === key);
