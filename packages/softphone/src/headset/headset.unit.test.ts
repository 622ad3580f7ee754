import { createFakePhone, phoneCallOf } from '@ringback/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EMEET_M0, FakeHeadset, FakeHid, KEYBOARD, ONE_REPORT } from './fake-hid.harness.ts';
import { connectHeadset, type Headset, type HeadsetState } from './headset.ts';
import { readTelephony } from './telephony.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));
const opened: Headset[] = [];

async function desk(headset = new FakeHeadset(EMEET_M0)) {
  const hid = new FakeHid();
  const phone = createFakePhone({ status: 'registered' });
  const told: HeadsetState[] = [];
  hid.granted.push(headset);
  const connected = await connectHeadset({ hid, phone: () => phone, onChange: (state) => told.push(state) });
  opened.push(connected);
  phone.subscribe((state) => connected.show(state));
  await settled();
  return {
    ...{ hid, phone, told, headset, connected },
    /** A call that is being talked. */
    async talk() {
      const id = phone.receive();
      await phone.answer(id);
      await settled();
      return id;
    },
    commands: () => phone.commands.map(([name]) => name),
  };
}

afterEach(async () => {
  for (const one of opened.splice(0)) await one.stop();
});

describe('a headset whose buttons are states (eMeet M0)', () => {
  it('rings by its light, and answers when it is taken off the hook', async () => {
    const { phone, headset, told, commands } = await desk();
    expect(told).toEqual([{ name: 'eMeet M0' }]);
    phone.receive();
    expect(headset.lights.get(3)).toEqual([1]);
    headset.says(2, 0b01);
    await settled();
    expect(commands()).toContain('answer');
    expect([headset.lights.get(3), headset.lights.get(5)]).toEqual([[0], [1]]);
  });

  it('leaves calls alone that are at a phone of their own', async () => {
    const { phone, headset, commands } = await desk();
    const call = { direction: 'in' as const, handset: true, id: 'desk' };
    for (const state of ['ringing', 'connected'] as const) {
      phone.put(phoneCallOf({ ...call, state }));
      headset.says(2, 0b11);
      headset.says(2, 0b00);
      await settled();
    }
    expect(commands()).toEqual([]);
    expect([headset.lights.get(3), headset.lights.get(5)]).not.toContainEqual([1]);
  });

  it('hangs up when it is put back', async () => {
    const { talk, headset, commands } = await desk();
    await talk();
    headset.says(2, 0b01);
    headset.says(2, 0b00);
    await settled();
    expect(commands()).toContain('hangup');
    expect(headset.lights.get(5)).toEqual([0]);
  });

  it('does not answer or hang up by repeating what its light was told', async () => {
    const { talk, headset, commands } = await desk();
    await talk();
    headset.says(2, 0b01);
    headset.says(2, 0b01);
    await settled();
    expect(commands()).toEqual(['answer']);
  });

  it('mutes by its switch, and shows what the bar mutes', async () => {
    const { talk, headset, phone } = await desk();
    const id = await talk();
    headset.says(2, 0b11);
    await settled();
    expect(phone.state.calls[0]!.muted).toBe(true);
    expect(headset.lights.get(4)).toEqual([1]);
    await phone.setMuted(id, false);
    await settled();
    expect(headset.lights.get(4)).toEqual([0]);
  });

  it('sends a light only when it changes', async () => {
    const { talk, headset, connected, phone } = await desk();
    await talk();
    const before = headset.sent.length;
    connected.show(phone.state);
    expect(headset.sent).toHaveLength(before);
  });
});

describe('a headset with everything in one report', () => {
  it('is read bit by bit, past lists and padding', () => {
    const { buttons, lights, lengths } = readTelephony(ONE_REPORT)!;
    expect(buttons).toEqual({
      hook: { reportId: 8, bit: 0, momentary: false },
      mute: { reportId: 8, bit: 2, momentary: true },
      drop: { reportId: 8, bit: 9, momentary: true },
    });
    expect([lights.ring?.bit, lights.hold?.bit, lengths.get(8)]).toEqual([1, 8, 2]);
  });

  it('mutes and unmutes with each press of the same button', async () => {
    const { talk, headset, phone } = await desk(new FakeHeadset(ONE_REPORT));
    await talk();
    for (const muted of [true, false]) {
      headset.says(8, 0b0000_0101, 0);
      headset.says(8, 0b0000_0001, 0);
      await settled();
      expect(phone.state.calls[0]!.muted).toBe(muted);
    }
    expect(headset.lights.get(8)).toEqual([0b001, 0]);
  });

  it('declines by its reject button', async () => {
    const { phone, headset, commands } = await desk(new FakeHeadset(ONE_REPORT));
    phone.receive();
    headset.says(8, 0, 0b10);
    await settled();
    expect(commands()).toEqual(['hangup']);
  });
});

describe('a headset that cannot be used', () => {
  it('is told when another program holds it, and harms nothing', async () => {
    const held = new FakeHeadset(EMEET_M0);
    held.held = true;
    const { told, talk, phone } = await desk(held);
    await talk();
    expect(told).toEqual([{ problem: 'refused' }]);
    expect(phone.state.calls[0]!.state).toBe('connected');
  });

  it('is told when the browser refuses the question; a person who chooses none is left alone', async () => {
    const { hid, connected, told } = await desk(new FakeHeadset(KEYBOARD));
    await connected.choose();
    expect(told).toEqual([]);
    hid.choice = new DOMException('', 'SecurityError');
    await connected.choose();
    expect(told).toEqual([{ problem: 'refused' }]);
  });

  it('is told when it is unplugged in a call, which goes on, and works again when it is back', async () => {
    const { hid, headset, talk, told, commands } = await desk();
    await talk();
    hid.unplug(headset);
    await settled();
    headset.says(2, 0b00);
    expect(told.at(-1)).toEqual({ problem: 'gone' });
    hid.plug(headset);
    await settled();
    expect(told.at(-1)).toEqual({ name: 'eMeet M0' });
    headset.says(2, 0b01);
    headset.says(2, 0b00);
    await settled();
    expect(commands()).toEqual(['answer', 'hangup']);
  });

  it('sends reports that are too short, and nothing happens', async () => {
    const { phone, headset, commands } = await desk(new FakeHeadset(ONE_REPORT));
    phone.receive();
    expect(() => headset.says(8)).not.toThrow();
    await settled();
    expect(commands()).toEqual([]);
  });
});

describe('a headset and two tabs', () => {
  it('belongs to one of them, and to the other when that one goes', async () => {
    let last: Promise<unknown> = Promise.resolve();
    const locks = {
      request: (_: string, __: object, work: () => Promise<void>) => (last = last.then(work)),
    } as unknown as LockManager;
    const hid = new FakeHid();
    hid.granted.push(new FakeHeadset(EMEET_M0));
    const told = [vi.fn(), vi.fn()];
    for (const onChange of told)
      opened.push(await connectHeadset({ hid, phone: () => undefined, onChange, locks }));
    await settled();
    expect(told.map((one) => one.mock.calls.length)).toEqual([1, 0]);
    await opened.shift()!.stop();
    await settled();
    expect(told[1]).toHaveBeenCalledWith({ name: 'eMeet M0' });
  });
});
