import { describe, expect, it } from 'vitest';
import { createSigner } from './link.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('A signed address', () => {
  it('is ours as it was written, and with no other last letter', async () => {
    const now = () => new Date('2026-03-02T09:00:00.000Z');
    const signer = createSigner({ secret: async (_name, make) => make() }, now);
    const { expires, signature } = await signer.sign('recording-1');
    const ours: string[] = [];
    for (const letter of LETTERS) {
      const changed = signature.slice(0, -1) + letter;
      if (await signer.verify('recording-1', { expires, signature: changed })) ours.push(changed);
    }
    expect(ours).toEqual([signature]);
  });
});
