import { describe, expect, it } from 'vitest';
import { numberAt, recordsAt, textAt, textsAt, timeAt } from './path.ts';
import { fillBody, fillUrl } from './template.ts';
import { readDefinition } from './index.ts';

const BASE = 'https://erp.example/api';
const minimal = {
  name: 'ERP',
  auth: { query: 'key' },
  customers: {
    findByPhone: { path: '/people', query: { phone: '{phone}' } },
    findByName: { path: '/people', query: { q: '{name}' } },
    get: { path: '/people/{id}' },
    fields: { id: 'id', name: 'name', phones: 'phone' },
  },
};

describe('a description', () => {
  it('may be a text or an object', () => {
    expect(readDefinition(JSON.stringify(minimal))).toEqual(readDefinition(minimal));
  });

  it.each([
    ['an unknown key', { ...minimal, customer: {} }, 'customer'],
    ['a misspelt key inside', { ...minimal, auth: { query: 'key', quary: 'x' } }, 'auth.quary'],
    [
      'two places for the key',
      { ...minimal, auth: { query: 'k', header: { name: 'X', value: '{secret}' } } },
      'auth',
    ],
    ['no place for the key', { ...minimal, auth: {} }, 'auth'],
    [
      'a placeholder that is not filled here',
      { ...minimal, customers: { ...minimal.customers, get: { path: '/people/{secret}' } } },
      'customers.get.path',
    ],
    [
      'code in place of a path',
      { ...minimal, customers: { ...minimal.customers, fields: { id: 'id', name: 'a.b()', phones: 'x' } } },
      'customers.fields.name',
    ],
    [
      'another host',
      { ...minimal, customers: { ...minimal.customers, get: { path: '//evil.example/{id}' } } },
      'customers.get.path',
    ],
    [
      'an address in place of a path',
      { ...minimal, customers: { ...minimal.customers, get: { path: 'https://evil.example/' } } },
      'customers.get.path',
    ],
  ])('with %s is refused, and the place is named', (_what, definition, place) => {
    const error = (() => {
      try {
        readDefinition(definition);
      } catch (thrown) {
        return thrown;
      }
      return undefined;
    })();
    expect(error).toMatchObject({ code: 'invalid', fields: { [place]: expect.any(String) } });
  });

  it('that is no JSON says so', () => {
    expect(() => readDefinition('{"name": ')).toThrow('not JSON');
  });
});

describe('an address', () => {
  it('holds encoded values', () => {
    const url = fillUrl(
      BASE,
      { path: '/people/{id}', query: { q: 'a {name}' } },
      { id: 'x-1', name: 'Їжак & Co' },
    );
    expect(url.href).toBe('https://erp.example/api/people/x-1?q=a+%D0%87%D0%B6%D0%B0%D0%BA+%26+Co');
  });

  it.each(['..', '.', '../../secrets', '%2e%2e', '/etc', 'a/b'])(
    'never leaves its place by an id of "%s"',
    (id) => {
      const url = (() => {
        try {
          return fillUrl(BASE, { path: '/people/{id}/orders' }, { id });
        } catch (error) {
          return error;
        }
      })();
      if (url instanceof URL) expect(url.pathname).toMatch(/^\/api\/people\/[^/]+\/orders$/);
      else expect(url).toMatchObject({ code: 'invalid' });
    },
  );
});

describe('a body', () => {
  it('keeps lists and leaves out what has no value', () => {
    const body = {
      name: '{name}',
      phones: '{phones}',
      email: '{email}',
      about: { vip: true, text: 'is {name}' },
    };
    expect(fillBody(body, { name: 'Ганна', phones: ['+1', '+2'] })).toEqual({
      name: 'Ганна',
      phones: ['+1', '+2'],
      about: { vip: true, text: 'is Ганна' },
    });
  });
});

describe('a place in a record', () => {
  const record = { a: { b: [{ c: '1' }, { c: 2 }, {}] }, at: 1_700_000_000, sum: '12,50', no: null };
  it('goes through lists', () => {
    expect(textsAt(record, 'a.b[].c')).toEqual(['1', '2']);
    expect(textAt(record, 'a.b[].d')).toBeUndefined();
    expect(recordsAt(record, 'a.b')).toHaveLength(3);
    expect(textAt(record, 'no')).toBeUndefined();
  });
  it('reads numbers and times as people write them', () => {
    expect(numberAt(record, 'sum')).toBe(12.5);
    expect(timeAt(record, 'at')).toBe('2023-11-14T22:13:20.000Z');
    expect(timeAt({ at: 'yesterday' }, 'at')).toBeUndefined();
  });
  it('never reads what the language itself put there', () => {
    expect(textAt({}, 'constructor.name')).toBeUndefined();
    expect(textAt({}, '__proto__.x')).toBeUndefined();
  });
});
