import { beforeEach, describe, expect, it } from 'vitest';
import { addressKey, createThrottle, type Throttle } from './throttle.ts';

describe('a throttle', () => {
  let time: number;
  let throttle: Throttle;
  beforeEach(() => {
    time = 0;
    throttle = createThrottle({ limit: 2, windowMs: 1000, now: () => new Date(time), message: 'Too often.' });
  });

  it('lets pass as often as it is allowed, then says how long to wait', () => {
    throttle.count('a');
    throttle.check('a');
    throttle.count('a');
    time = 400;
    expect(() => throttle.check('a')).toThrow(
      expect.objectContaining({ code: 'rate-limited', message: 'Too often.', retryAfterMs: 600 }),
    );
    throttle.check('b');
    time = 1000;
    throttle.check('a');
  });

  it('forgives one, and forgets all', () => {
    throttle.count('a');
    throttle.count('a');
    throttle.forgive('a');
    throttle.check('a');
    throttle.count('a');
    throttle.clear('a');
    throttle.check('a');
  });

  it('cannot be made to fill the memory by ever new addresses', () => {
    throttle.count('first');
    throttle.count('first');
    for (let n = 0; n < 50_000; n++) throttle.count(`address-${n}`);
    // The oldest made room.
    throttle.check('first');
  });
});

describe('the key of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s → %s: one for a household', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });
});
