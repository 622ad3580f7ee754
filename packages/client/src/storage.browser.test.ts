import { expect } from '@open-wc/testing';
import { createIdbStorage, createMemoryStorage, type KeyValueStorage } from './storage.ts';

const KINDS: Record<string, () => KeyValueStorage> = {
  'in the browser': createIdbStorage,
  'in memory': createMemoryStorage,
};

for (const [where, create] of Object.entries(KINDS)) {
  describe(`what is kept ${where}`, () => {
    const storage = create();

    afterEach(async () => {
      for (const [key] of await storage.list('')) await storage.delete(key);
    });

    it('is read again under its name, and nothing is there under another', async () => {
      await storage.set('bar', { dock: 'top' });
      expect(await storage.get('bar')).to.deep.equal({ dock: 'top' });
      expect(await storage.get('ba')).to.equal(undefined);
    });

    it('is listed in order of the names that begin so, and no others', async () => {
      for (const key of ['out|b|2', 'out|bb|1', 'out|b|10', 'out|a|1', 'out|b|я'])
        await storage.set(key, key);
      const names = ['out|b|10', 'out|b|2', 'out|b|я'];
      expect(await storage.list('out|b|')).to.deep.equal(names.map((name) => [name, name]));
      expect(await storage.list('none|')).to.deep.equal([]);
    });
  });
}
