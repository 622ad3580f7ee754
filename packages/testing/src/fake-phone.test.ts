import { RingbackError } from '@ringback/model';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakePhone } from './fake-phone.ts';
import { runPhoneSuite } from './phone-suite.ts';

runPhoneSuite(
  { describe, it },
  'fake',
  async () => {
    const phone = createFakePhone();
    return {
      phone,
      number: '+380671234501',
      receive: async () => phone.receive(),
      farRings: async (id) => phone.farRings(id),
      farAnswers: async (id) => phone.farAnswers(id),
      farHangsUp: async (id) => phone.farHangsUp(id),
      close: async () => undefined,
    };
  },
  { transfers: true },
);

describe('the fake phone', () => {
  afterEach(() => void vi.useRealTimers());

  it('refuses a command once when it is told to, and changes nothing', async () => {
    const phone = createFakePhone();
    const id = phone.receive();
    const refusal = new RingbackError('forbidden', 'no microphone');
    phone.failNext('answer', refusal);
    await expect(phone.answer(id)).rejects.toBe(refusal);
    expect(phone.state.calls).toMatchObject([{ state: 'ringing' }]);
    await phone.answer(id);
    expect(phone.commands).toEqual([
      ['answer', id],
      ['answer', id],
    ]);
  });

  it('rings and answers by itself when it is lifelike', async () => {
    vi.useFakeTimers();
    const phone = createFakePhone({ lifelike: true });
    await phone.call('067 123 45 01');
    const state = () => phone.state.calls[0]!.state;
    expect(state()).toBe('connecting');
    vi.advanceTimersByTime(600);
    expect(state()).toBe('ringing');
    vi.advanceTimersByTime(2_500);
    expect(state()).toBe('connected');
  });

  it('lets an ended call go after ten seconds', async () => {
    vi.useFakeTimers();
    const phone = createFakePhone();
    phone.farHangsUp(phone.receive());
    vi.advanceTimersByTime(9_999);
    expect(phone.state.calls).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(phone.state.calls).toHaveLength(0);
  });
});
