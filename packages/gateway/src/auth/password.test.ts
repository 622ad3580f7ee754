import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

const cheap = { N: 2, r: 8, p: 1 };

describe('a password', () => {
  it('is recognised by its hash, however its letters were composed, and no other is', async () => {
    const hash = await hashPassword('паролЬ \u00e9', cheap);
    expect(await verifyPassword('паролЬ e\u0301', hash)).toBe(true);
    expect(await verifyPassword('пароль \u00e9', hash)).toBe(false);
  });

  it('has another hash each time, at a cost that is written in it', async () => {
    const [first, second] = await Promise.all([hashPassword('same'), hashPassword('same', cheap)]);
    expect(first).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(second).toMatch(/^scrypt\$2\$8\$1\$/);
    expect(await verifyPassword('same', first)).toBe(true);
  });

  it.each(['', 'plain', 'md5$1$2$3$4$5'])('never matches what is no hash: %j', async (hash) => {
    expect(await verifyPassword('', hash)).toBe(false);
  });
});
