/** The directory of the example in docs/adapters/directory.md. */
import {
  type CrmHarness,
  createMemoryKept,
  createMemoryPhoneIndex,
  createSimulatedHttp,
  createTestContext,
  createVirtualClock,
} from '../../testing/index.ts';
import { createDirectory, type DirectoryDefinition } from './index.ts';

const SECRET = 'canary-directory-91';
const LIMIT = { requests: 5, perMs: 1000 };
const digits = (text: string) => text.replace(/\D/g, '');

interface Firm {
  id: number;
  name: string;
  code: string;
  contacts: { phone: string }[];
  address: { city: string; street: string };
}

export async function createDirectoryHarness(definition: DirectoryDefinition): Promise<CrmHarness> {
  const clock = createVirtualClock();
  const firms: Firm[] = [];
  const asked: number[] = [];
  const { http, wire, countLimited } = createSimulatedHttp({
    clock,
    refusals: REFUSALS,
    handle({ url }) {
      if (url.searchParams.get('key') !== SECRET) return REFUSALS.unauthorized();
      const now = clock.now().getTime();
      while (asked[0] !== undefined && asked[0] <= now - LIMIT.perMs) asked.shift();
      if (asked.length >= LIMIT.requests) {
        countLimited();
        return REFUSALS['rate-limited']();
      }
      asked.push(now);
      // By part of a number, as such services do.
      const part = digits(url.searchParams.get('phone') ?? '').slice(-7);
      const items = firms.filter(({ contacts }) =>
        contacts.some(({ phone }) => digits(phone).includes(part)),
      );
      return { status: 200, body: { result: { items } } };
    },
  });
  const shared = { clock, http, kept: createMemoryKept(), phones: createMemoryPhoneIndex() };
  const context = createTestContext(shared);
  const settings = { url: 'https://directory.example/api', secret: SECRET, definition };
  const unused = () => Promise.reject(new Error('A directory keeps no customers.'));
  return {
    crm: createDirectory(settings, context),
    another: () => createDirectory(settings, createTestContext(shared)),
    ...{ clock, kind: 'client', wire, http, secret: SECRET, logged: context.logged },
    misconfigured: () => createDirectory({ ...settings, secret: 'wrong' }, context),
    close: async () => undefined,
    seed: {
      ...{ party: unused, many: unused },
      async directory({ name, phone }) {
        const written = phone.replace(/^(\+\d{3})(\d{2})(\d{3})(\d{2})/, '$1 $2 $3-$4-');
        const address = { city: 'Київ', street: 'Хрещатик 1' };
        const contacts = [{ phone: written }];
        firms.push({ id: firms.length + 1, name, code: '3210987654', contacts, address });
      },
    },
    host: {},
  };
}

const REFUSALS = {
  unauthorized: () => ({ status: 403, body: { error: 'wrong key' } }),
  forbidden: () => ({ status: 403, body: { error: 'not allowed' } }),
  'rate-limited': () => ({ status: 429, headers: { 'retry-after': '1' }, body: { error: 'too many' } }),
  unavailable: () => ({ status: 503, body: { error: 'down' } }),
};
