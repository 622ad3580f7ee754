/** The customer's own fields, as the firm has ordered, grouped and hidden them; those of its own among them (S020, S021). */
import type { CardLayout, FieldSpec, Party } from '@ringback/model';
import { html } from 'lit';
import { titleOf } from '../../form/form-view.ts';
import { Block } from './block.ts';
import type { MoreMeans } from './means.ts';

interface Group {
  title: string | undefined;
  fields: { field: FieldSpec; value: string }[];
}

/** Stand above, with the name. */
const SHOWN = ['name', 'kind', 'responsible', 'organization', 'tags'];

export function detailsBlock({
  backend,
  facts,
  locale,
  changed,
  failed,
}: MoreMeans): Block<Group> | undefined {
  const { party } = facts();
  const { parties, layouts } = backend() ?? {};
  if (!party || !parties?.get || !layouts) return undefined;
  return new Block<Group>({
    ...{ name: 'details', eager: false, changed, failed },
    gist: ({ fields }) => fields.map(({ value }) => value).join(' · '),
    async read() {
      const [record, layout] = await Promise.all([
        backend()?.parties?.get?.(party.id),
        backend()?.layouts?.get('party'),
      ]);
      return record && layout ? groupsOf(record, layout) : [];
    },
    item: ({ title, fields }) =>
      html`${title === undefined ? '' : html`<b>${title}</b>`}
        <dl>
          ${fields.map(
            ({ field, value }) =>
              html`<div>
                <dt>${titleOf(field, locale())}</dt>
                <dd data-key=${field.key}><bdi>${value}</bdi></dd>
              </div>`,
          )}
        </dl>`,
  });
}

/** What stands in no group comes last, unless it is hidden; what is empty is not shown. */
export function groupsOf(party: Party, { groups, hidden, fields }: CardLayout): Group[] {
  const placed = new Set(groups.flatMap((group) => group.fields));
  const others = fields.filter(({ key }) => !placed.has(key)).map(({ key }) => key);
  const drawn = (key: string) =>
    fields
      .filter((field) => field.key === key && !hidden.includes(key) && !SHOWN.includes(key))
      .map((field) => ({ field, value: textOf(party, key) }))
      .filter(({ value }) => value !== '');
  return [...groups, { title: undefined, fields: others }]
    .map((group) => ({ title: group.title, fields: group.fields.flatMap(drawn) }))
    .filter((group) => group.fields.length > 0);
}

function textOf(party: Party, key: string): string {
  const own = key.startsWith('custom.') ? party.custom?.[key.slice('custom.'.length)] : undefined;
  const value: unknown = own ?? (party as Record<string, unknown>)[key];
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' ? value : '';
}
