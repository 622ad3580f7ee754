/**
 * Fields of customers. Contacts and companies have each their own: those of one name and kind are one field to us, known by the contacts'
 * number, and its choices by theirs.
 */
import type { HostField } from '../contract.ts';
import type { PersonKind } from './map.ts';

type Custom = Readonly<Record<string, string>>;

export interface PartyFields {
  readonly list: readonly HostField[];
  /** What stands in a company, as we know it. */
  ofCompany(custom: Custom): Record<string, string>;
  /** And back: what the company has no field for stays as it is, and is refused with it. */
  toCompany(custom: Custom): Record<string, string>;
  /** Number of the text field with this name, or number, in each kind. */
  named(told: string): Partial<Record<PersonKind, string>>;
}

const fold = (text: string): string => text.trim().toLocaleLowerCase();
const keyOf = ({ title, type }: HostField): string => `${type} ${fold(title)}`;

export function joinFields(contacts: readonly HostField[], companies: readonly HostField[]): PartyFields {
  const byKey = new Map(contacts.map((field) => [keyOf(field), field]));
  const pairs = companies.map((company) => ({ company, contact: byKey.get(keyOf(company)) }));
  const list = [
    ...contacts.map((contact) =>
      withOptions(contact, pairs.find((pair) => pair.contact === contact)?.company),
    ),
    ...pairs.flatMap(({ company, contact }) => (contact ? [] : [company])),
  ];
  const renamed = (custom: Custom, from: 'contact' | 'company', to: 'contact' | 'company') =>
    Object.fromEntries(
      Object.entries(custom).map(([name, text]) => {
        const pair = pairs.find((one) => one[from]?.name === name);
        const [before, after] = [pair?.[from], pair?.[to]];
        return before && after
          ? [after.name, optionOf(after, titleOf(before, text) ?? titleIn(list, name, text)) ?? text]
          : [name, text];
      }),
    );
  return {
    list,
    ofCompany: (custom) => renamed(custom, 'company', 'contact'),
    toCompany: (custom) => renamed(custom, 'contact', 'company'),
    named(told) {
      const wanted = fold(told);
      const find = (fields: readonly HostField[]) =>
        fields.find(
          ({ name, title, type }) =>
            (type === 'text' || type === 'number') && (name === wanted || fold(title) === wanted),
        )?.name;
      const [contact, company] = [find(contacts), find(companies)];
      return {
        ...(contact === undefined ? {} : { contacts: contact }),
        ...(company === undefined ? {} : { companies: company }),
      };
    },
  };
}

const titleOf = ({ options }: HostField, id: string) => options?.find((one) => one.id === id)?.title;
const titleIn = (list: readonly HostField[], name: string, id: string) => {
  const field = list.find((one) => one.name === name);
  return field && titleOf(field, id);
};
const optionOf = ({ options }: HostField, title: string | undefined) =>
  title === undefined ? undefined : options?.find((one) => fold(one.title) === fold(title))?.id;

/** Choices that companies alone have are choices too. */
function withOptions(contact: HostField, company: HostField | undefined): HostField {
  if (!contact.options || !company?.options) return contact;
  const more = company.options.filter(({ title }) => optionOf(contact, title) === undefined);
  return { ...contact, options: [...contact.options, ...more] };
}
