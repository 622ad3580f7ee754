/** The HTTP service of docs/adapters/onec.md, as its example in 1C's language answers. */
import type { SimulatedAnswer } from '../../../testing/simulated-http.ts';
import type { Row } from './filter.ts';
import type { Seeded } from './seeds.ts';

export function createSimulatedService({ base, layout }: Seeded) {
  const tail = (text: string) => text.replace(/\D/g, '').slice(-9);

  function party(row: Row, set: string): object {
    const contacts = (row['КонтактнаяИнформация'] ?? []) as Row[];
    const requisites = (row['ДополнительныеРеквизиты'] ?? []) as Row[];
    return {
      id: row['Ref_Key'],
      set,
      name: row['Description'],
      kind: row[layout.party.flags.supplier] === true ? 'supplier' : 'client',
      nature: row[layout.party.nature.field] === layout.party.nature.organization ? 'organization' : 'person',
      ...(requisites.length === 0
        ? {}
        : {
            custom: Object.fromEntries(
              requisites.map((one) => [one['Свойство_Key'], String(one['Значение'])]),
            ),
          }),
      phones: contacts.filter((one) => one['Тип'] === 'Телефон').map((one) => one['Представление']),
    };
  }

  return (path: string, query: URLSearchParams): SimulatedAnswer | undefined => {
    if (path === 'ping') return { status: 200, body: { ok: true } };
    if (path !== 'parties') return undefined;
    const sought = tail(query.get('phone') ?? '');
    const parties = layout.people
      .filter(({ role }) => role !== 'legal')
      .flatMap(({ set }) =>
        base
          .rows(set)
          .filter(
            (row) =>
              row['DeletionMark'] !== true &&
              ((row['КонтактнаяИнформация'] ?? []) as Row[]).some(
                (one) => tail(String(one['Представление'])) === sought,
              ),
          )
          .map((row) => party(row, set)),
      );
    return { status: 200, body: { parties } };
  };
}
