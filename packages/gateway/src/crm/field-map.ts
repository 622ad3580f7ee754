/**
 * Fields of the firm's own under its own keys. A host knows them by names of its own (`ufCrm_1700000000`); the administrator has said which is
 * which. What is not mapped is not shown, and choices are told by their titles.
 */
import type { Crm, HostField } from '@ringback/adapters';

export const MAPPED_KINDS = ['party', 'deal', 'lead'] as const;
export type MappedKind = (typeof MAPPED_KINDS)[number];
/** Of each kind of record: our key → the host's name. */
export type FieldMap = Readonly<Partial<Record<MappedKind, Readonly<Record<string, string>>>>>;

const GROUPS = { party: 'parties', deal: 'deals', lead: 'leads' } as const;
/** The host's list of fields changes seldom, in milliseconds. */
const KEPT_MS = 10 * 60 * 1000;

type Custom = Record<string, string>;
type Method = (...args: unknown[]) => Promise<unknown>;

/** The same system with its fields renamed both ways. */
export function withFields(crm: Crm, map: FieldMap, now: () => Date): Crm {
  const groups = MAPPED_KINDS.flatMap((kind) => {
    const group = crm[GROUPS[kind]] as unknown as Record<string, Method> | undefined;
    if (!group) return [];
    const fields = createFields(crm, kind, now);
    const names = map[kind] ?? {};
    const methods = Object.entries(group).map(([name, method]) => [
      name,
      async (...args: unknown[]) => {
        const given = await Promise.all(args.map((one) => inward(one, names, fields)));
        return outward(await method.apply(group, given), names, fields);
      },
    ]);
    return [[GROUPS[kind], Object.fromEntries(methods) as object]];
  });
  return { ...crm, ...(Object.fromEntries(groups) as Partial<Crm>) };
}

type Fields = () => Promise<readonly HostField[]>;

function createFields({ fields }: Crm, kind: MappedKind, now: () => Date): Fields {
  let kept: { list: readonly HostField[]; until: number } | undefined;
  return async () => {
    const time = now().getTime();
    if (kept && kept.until > time) return kept.list;
    // Without their titles choices are shown by their ids: no reason to show nothing.
    const list = (await fields?.list(kind).catch(() => undefined)) ?? kept?.list ?? [];
    kept = { list, until: time + KEPT_MS };
    return list;
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is written: our keys become the host's. */
async function inward(value: unknown, names: Readonly<Custom>, fields: Fields): Promise<unknown> {
  if (!isObject(value) || !isObject(value.custom)) return value;
  const { custom, ...rest } = value;
  const known = await fields();
  const entries = Object.entries(custom as Custom).flatMap(([key, text]) => {
    const name = names[key];
    if (name === undefined) return [];
    const option = known.find((one) => one.name === name)?.options?.find(({ title }) => title === text);
    return [[name, option?.id ?? text] as const];
  });
  return entries.length === 0 ? rest : { ...rest, custom: Object.fromEntries(entries) };
}

/** What is read: records, matches, pages and lists of them. */
async function outward(value: unknown, names: Readonly<Custom>, fields: Fields): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((one) => outward(one, names, fields)));
  if (!isObject(value)) return value;
  if (isObject(value.custom)) {
    const { custom, ...rest } = value;
    const ours = await renamed(custom as Custom, names, fields);
    return Object.keys(ours).length === 0 ? rest : { ...rest, custom: ours };
  }
  const inside = ['items', 'party', 'kept', 'restored'].filter((name) => typeof value[name] === 'object');
  const parts = await Promise.all(
    inside.map(async (name) => [name, await outward(value[name], names, fields)]),
  );
  return { ...value, ...Object.fromEntries(parts) };
}

async function renamed(custom: Custom, names: Readonly<Custom>, fields: Fields): Promise<Custom> {
  const wanted = Object.entries(names).filter(([, name]) => custom[name] !== undefined);
  if (wanted.length === 0) return {};
  const known = await fields();
  return Object.fromEntries(
    wanted.map(([key, name]) => [
      key,
      shown(
        custom[name] ?? '',
        known.find((one) => one.name === name),
      ),
    ]),
  );
}

const TRUE = ['1', 'y', 'true'];

function shown(text: string, field: HostField | undefined): string {
  if (field?.type === 'boolean') return String(TRUE.includes(text.toLowerCase()));
  return field?.options?.find(({ id }) => id === text)?.title ?? text;
}
