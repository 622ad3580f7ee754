/** One story for every PBX that has the capability `security`: somebody guesses, and somebody calls from where he may not. */
import type { SecurityState, SipCredential } from '@ringback/model';
import { createSipBot, type SipBot } from '@ringback/testing/node';
import { expect, it, vi } from 'vitest';

/** Addresses of this machine that are not trusted. */
export const GUESSER = '127.0.0.2';
export const ABROAD = '127.0.0.3';
export const HOME = '127.0.0.4';

export interface GuessingRig {
  /** Of Olena, fresh. */
  credential(): Promise<SipCredential>;
  state(): Promise<SecurityState>;
  /** Her own rule. */
  onlyFrom(addresses: string[]): Promise<void>;
}

/** 403, whatever the password is; a wrong one is an "Authentication Error". */
const SHUT = /Rejected/;
const STORY_MS = 60_000;
const WAIT = { timeout: 15_000, interval: 50 };

export function guessingStory(rig: () => GuessingRig): void {
  async function tries(localAddress: string, change: Partial<SipCredential> = {}): Promise<SipBot> {
    const bot = createSipBot({ ...(await rig().credential()), ...change, tone: 440, localAddress });
    try {
      await bot.register();
      return bot;
    } catch (error) {
      await bot.stop();
      throw error;
    }
  }

  it(
    'a bot that guesses passwords is locked and alarmed; the right password helps it no more, and others go on',
    async () => {
      for (let nth = 1; nth <= 5; nth += 1)
        await expect(tries(GUESSER, { password: `guess-number-${nth}` })).rejects.toThrow();
      await vi.waitFor(async () => {
        const { locks, alarms } = await rig().state();
        expect(locks).toMatchObject([{ address: GUESSER, why: 'logins-failed' }]);
        expect(alarms).toMatchObject([{ kind: 'logins-failed', subject: GUESSER }]);
      }, WAIT);
      await vi.waitFor(() => expect(tries(GUESSER)).rejects.toThrow(SHUT), WAIT);
      await (await tries(HOME)).stop();
    },
    STORY_MS,
  );

  it(
    'a phone that logs in from a forbidden address is thrown out at once, its address locked, and told of',
    async () => {
      await rig().onlyFrom([HOME]);
      const thief = createSipBot({ ...(await rig().credential()), tone: 440, localAddress: ABROAD });
      await thief.register();
      await vi.waitFor(async () => {
        const { locks, alarms } = await rig().state();
        expect(locks.map(({ address }) => address)).toContain(ABROAD);
        expect(alarms[0]).toMatchObject({ kind: 'login-forbidden', subject: 'olena' });
      }, WAIT);
      thief.drop();
      await vi.waitFor(() => expect(tries(ABROAD)).rejects.toThrow(SHUT), WAIT);
      await (await tries(HOME)).stop();
    },
    STORY_MS,
  );
}
