import { RingbackError, type Site } from '@ringback/model';
import { solveChallenge } from 'altcha-lib/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig, type Rig, site } from '../calls/calls.fixtures.ts';
import { createLimits, MOST_ADDRESSES, PER_ADDRESS, PER_NUMBER, PER_SITE } from './limits.ts';
import { createProofs } from './proof.ts';

const MINUTE = 60;
/** Nobody is there, so that a request waits and the next one is not held up by ringing phones. */
const LATER = { when: 'opening' as const };

let rig: Rig;
let shop: Site;
beforeEach(async () => {
  rig = await createRig({ online: [] });
  shop = { ...site, attempts: { most: 1, pauseMinutes: 15 } };
  rig.settings.sites = [shop];
});
afterEach(async () => {
  await rig.close();
  expect(rig.problems).toEqual([]);
});

const number = (nth: number) => `+38050${String(1_000_000 + nth)}`;
const address = (nth: number) => `198.51.${Math.floor(nth / 250)}.${nth % 250}`;

/** A page that works as hard as it is told to. */
async function ask(input: { number: string; proof?: string; website?: string; when?: 'now' }, from: string) {
  try {
    return (await rig.control.requestCallback(shop, { ...LATER, ...input }, { address: from })).state;
  } catch (error) {
    return error instanceof RingbackError ? error.code : String(error);
  }
}
async function work(): Promise<{ proof: string; hashes: number }> {
  const { challenge } = await rig.control.callbackOffer(shop);
  if (!challenge) throw new Error('no work is asked for');
  const { algorithm, challenge: target, salt, signature, maxnumber } = challenge;
  const solution = await solveChallenge(target, salt, algorithm, maxnumber).promise;
  const payload = { algorithm, challenge: target, salt, signature, number: solution!.number };
  return { proof: Buffer.from(JSON.stringify(payload)).toString('base64'), hashes: maxnumber };
}

describe('one number', () => {
  it('in any spelling is asked for as often as is published, and no more', async () => {
    const spellings = ['0501234567', '+380501234567', '050 123-45-67', '00380501234567', '(050) 123 45 67'];
    const asked: string[] = [];
    for (const [nth, spelling] of spellings.entries()) {
      const state = await ask({ number: spelling }, address(nth));
      asked.push(state);
      const open = await rig.store.callbacks.inStates(['scheduled']);
      for (const { callback, token } of open) await rig.control.cancelCallback(callback.id, token);
    }
    expect(asked).toEqual(['scheduled', 'scheduled', 'scheduled', 'rate-limited', 'rate-limited']);
    expect(asked.filter((state) => state === 'scheduled')).toHaveLength(PER_NUMBER[0].most);
  });
});

describe('ten thousand requests', () => {
  it(
    'for one number, spelled anew each time, ring its phone as often as is published',
    { timeout: 60_000 },
    async () => {
      rig.pbx.online('101');
      await rig.settle();
      const digits = [...'501234567'];
      for (let nth = 0; nth < 10_000; nth += 1) {
        // Blanks, dots and brackets wherever the bits of the count say so.
        const spelled = digits
          .map((digit, at) => (nth & (1 << at) ? ` ${digit}` : digit))
          .join(nth & 512 ? '-' : '');
        await ask({ number: `${nth % 2 ? '+380' : '0'}${spelled}`, when: 'now' }, address(nth));
        await rig.settle();
        for (const { legId, originated, answered } of [...rig.pbx.legs.values()])
          if (originated?.to.kind === 'device' && !answered) rig.pbx.answers(legId);
        await rig.settle();
        const visitors = [...rig.pbx.legs.values()].filter(
          ({ originated }) => originated?.to.kind === 'trunk',
        );
        for (const { legId } of visitors) rig.pbx.hangsUp(legId, 'busy');
        await rig.settle();
      }
      const rung = rig.pbx.originated.filter(({ to }) => to.kind === 'trunk');
      expect(rung.length).toBeGreaterThan(0);
      expect(rung.length).toBeLessThanOrEqual(PER_NUMBER[0].most);
      expect(Math.max(...rig.pbx.mostAtOnce.values())).toBe(1);
    },
  );

  it('from one address reach a handful of phones', async () => {
    const states: string[] = [];
    for (let nth = 0; nth < 10_000; nth += 1) states.push(await ask({ number: number(nth) }, '203.0.113.9'));
    expect(states.filter((state) => state === 'scheduled')).toHaveLength(PER_ADDRESS[0].most);
  }, 60_000);

  it('with one and the same work shown are one request', async () => {
    for (let nth = 0; nth < 20; nth += 1) await ask({ number: number(nth) }, address(nth));
    const { proof } = await work();
    const states: string[] = [];
    for (let nth = 0; nth < 10_000; nth += 1)
      states.push(await ask({ number: number(100 + nth), proof }, address(100 + nth)));
    expect(states.filter((state) => state === 'scheduled')).toHaveLength(1);
  }, 60_000);
});

describe('what is remembered of attackers', () => {
  const now = () => rig.clock.now();

  it('is bounded: addresses and their numbers', () => {
    const limits = createLimits({ store: rig.store, now });
    for (let nth = 0; nth < 3 * MOST_ADDRESSES; nth += 1)
      limits.count({ number: number(nth), address: `2001:db8:${nth.toString(16)}::/64` });
    expect(limits.remembered).toBe(MOST_ADDRESSES);
    for (let nth = 0; nth < 1_000; nth += 1) {
      const asked = { number: number(nth), address: '203.0.113.9' };
      try {
        limits.check(asked, []);
        limits.count(asked);
      } catch (error) {
        expect(error).toMatchObject({ code: 'rate-limited' });
      }
    }
    expect(limits.remembered).toBeLessThanOrEqual(MOST_ADDRESSES + PER_ADDRESS[1].most);
  });

  it('is bounded: solutions, of which the oldest go', async () => {
    const proofs = createProofs({ now, most: 5 });
    for (let nth = 0; nth < 20; nth += 1) {
      const { algorithm, challenge, salt, signature, maxnumber } = await proofs.challenge('demo-shop', 10);
      const solution = await solveChallenge(challenge, salt, algorithm, maxnumber).promise;
      const payload = { algorithm, challenge, salt, signature, number: solution!.number };
      const proof = Buffer.from(JSON.stringify(payload)).toString('base64');
      expect(await proofs.spend('demo-shop', proof, 10)).toBe(true);
    }
    expect(proofs.remembered).toBeLessThanOrEqual(5);
  });
});

describe('one address', () => {
  it('reaches a handful of phones in an hour, and the next hour again', async () => {
    const go = async (from: number) => {
      const states: string[] = [];
      for (let nth = 0; nth < 8; nth += 1)
        states.push(await ask({ number: number(from + nth) }, '203.0.113.9'));
      return states.filter((state) => state === 'scheduled').length;
    };
    expect(await go(0)).toBe(PER_ADDRESS[0].most);
    await rig.pass(61 * MINUTE);
    expect(await go(100)).toBe(PER_ADDRESS[0].most);
  });
});

describe('a script', () => {
  it('with ten thousand requests from many addresses rings few phones, and honest visitors still get through', async () => {
    const states = new Map<string, number>();
    for (let nth = 0; nth < 10_000; nth += 1) {
      const state = await ask({ number: number(nth) }, address(nth));
      states.set(state, (states.get(state) ?? 0) + 1);
    }
    expect(states.get('scheduled')).toBeLessThanOrEqual(PER_SITE.most);
    expect(states.get('rate-limited')).toBeGreaterThan(9_900);
    expect(await ask({ number: '+380671112244' }, '203.0.113.80')).toBe('rate-limited');
    // What the page does by itself: asks what is wanted, works, and asks again.
    rig.clock.pass(4 * MINUTE * 1000);
    const { proof } = await work();
    expect(await ask({ number: '+380671112244', proof }, '203.0.113.80')).toBe('scheduled');
  }, 60_000);

  it('that works once may ask once', async () => {
    for (let nth = 0; nth < 20; nth += 1) await ask({ number: number(nth) }, address(nth));
    const { proof } = await work();
    expect(await ask({ number: number(500), proof }, address(500))).toBe('scheduled');
    expect(await ask({ number: number(501), proof }, address(501))).toBe('rate-limited');
    const forged = Buffer.from(JSON.stringify({ algorithm: 'SHA-256', number: 1 })).toString('base64');
    expect(await ask({ number: number(502), proof: forged }, address(502))).toBe('rate-limited');
    expect(await ask({ number: number(503), proof: 'nonsense' }, address(503))).toBe('rate-limited');
  });

  it('whose work is old has worked for nothing', async () => {
    for (let nth = 0; nth < 20; nth += 1) await ask({ number: number(nth) }, address(nth));
    const { proof } = await work();
    rig.clock.pass(11 * MINUTE * 1000);
    for (let nth = 600; nth < 620; nth += 1) await ask({ number: number(nth) }, address(nth));
    expect(await ask({ number: number(700), proof }, address(700))).toBe('rate-limited');
  });

  it('works harder the more it presses, and calm comes back by itself', async () => {
    const wanted: (number | undefined)[] = [];
    const press = async (times: number) => {
      for (let nth = 0; nth < times; nth += 1) await ask({ number: '0501' }, address(nth));
      wanted.push((await rig.control.callbackOffer(shop)).challenge?.maxnumber);
    };
    // What is no number is turned away before it counts.
    await press(5);
    expect(wanted).toEqual([undefined]);
    for (const times of [20, 40, 80]) {
      for (let nth = 0; nth < times; nth += 1) await ask({ number: number(nth) }, address(nth));
      wanted.push((await rig.control.callbackOffer(shop)).challenge?.maxnumber);
    }
    const [, first = 0, second = 0, third = 0] = wanted;
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first);
    expect(third).toBeGreaterThan(second);
    rig.clock.pass(6 * MINUTE * 1000);
    expect((await rig.control.callbackOffer(shop)).challenge).toBeUndefined();
  });

  it('that fills in what people do not see is turned away without a reason', async () => {
    expect(await ask({ number: number(1), website: 'https://spam.example' }, address(1))).toBe('invalid');
  });
});
