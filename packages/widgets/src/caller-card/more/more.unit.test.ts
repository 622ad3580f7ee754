import type { CallScript, CardLayout, Party } from '@ringback/model';
import { describe, expect, it } from 'vitest';
import { joined } from './add-to-deal.ts';
import { groupsOf } from './details.ts';
import { fittingScripts, scriptText } from './script-text.ts';

const script = (id: string, more: Partial<CallScript> = {}): CallScript => ({
  ...{ id, name: id, kinds: [], text: '' },
  ...more,
});

describe('what to say', () => {
  const all = [
    script('all'),
    script('in', { direction: 'in' }),
    script('out', { direction: 'out' }),
    script('clients', { kinds: ['client'] }),
  ];
  const client = { system: 'local', id: 'p', name: 'Iryna', kind: 'client' };

  it.each([
    ['in', undefined, ['all', 'in']],
    ['out', client, ['all', 'out', 'clients']],
    ['in', { ...client, kind: 'lead' }, ['all', 'in']],
    ['internal', client, []],
  ] as const)('a call %s of %o has the scripts %o', (direction, party, ids) => {
    expect(fittingScripts(all, { direction, party }).map(({ id }) => id)).toEqual(ids);
  });

  it('names whoever is on the line, and leaves open what nobody knows', () => {
    const text = 'Good day, {{ party.name }}! {{agent.name}} here. {{other}}';
    expect(scriptText(text, { party: 'Iryna', agent: 'Olena' })).toBe(
      'Good day, Iryna! Olena here. {{other}}',
    );
    expect(scriptText(text, { party: undefined, agent: 'Olena' })).toBe('Good day, …! Olena here. {{other}}');
  });
});

describe('goods into a deal', () => {
  const price = { amount: 145, currency: 'UAH' };
  const tea = {
    productId: '1',
    sku: 'tea',
    name: 'Tea',
    quantity: 1,
    price,
    stock: 7,
    url: 'https://shop.example/tea',
  };

  it('the same once more are more of them, whatever the host calls them now', () => {
    const there = [{ ...tea, name: 'Green tea', quantity: 2 }];
    expect(joined(there, [{ ...tea, quantity: 3 }])).toEqual([
      { productId: '1', sku: 'tea', name: 'Green tea', quantity: 5, price },
    ]);
  });

  it('others are added, without what a deal does not keep', () => {
    expect(joined([], [tea, { name: 'Box', quantity: 1 }])).toEqual([
      { productId: '1', sku: 'tea', name: 'Tea', quantity: 1, price },
      { name: 'Box', quantity: 1 },
    ]);
  });
});

describe('the customer’s own fields', () => {
  const layout: CardLayout = {
    entity: 'party',
    groups: [{ key: 'where', title: 'Where', fields: ['custom.region', 'address'] }],
    hidden: ['taxId'],
    fields: [
      { key: 'name', type: 'text', writable: true },
      { key: 'email', type: 'email', writable: true },
      { key: 'taxId', type: 'text', writable: true },
      { key: 'address', type: 'multiline', writable: true },
      { key: 'phones', type: 'phones', writable: true },
      { key: 'custom.region', title: 'Region', type: 'text', writable: true },
    ],
    required: [],
  };
  const party: Party = {
    ...{
      system: 'local',
      id: 'p',
      name: 'Iryna',
      kind: 'client',
      phones: ['+380501112233', '+380441234567'],
    },
    ...{ email: 'i@example.com', taxId: '123', custom: { region: 'Lviv' }, createdAt: '', updatedAt: '' },
  };

  it('stand in the firm’s groups and order, without what it hides and what is empty', () => {
    const shown = groupsOf(party, layout).map(({ title, fields }) => [
      title,
      fields.map(({ value }) => value),
    ]);
    expect(shown).toEqual([
      ['Where', ['Lviv']],
      [undefined, ['i@example.com', '+380501112233, +380441234567']],
    ]);
  });
});
