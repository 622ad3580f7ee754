import { createFakePhone } from '@ringback/testing';
import { expect, it, vi } from 'vitest';
import { createMediaKeys } from './media-keys.ts';

function desk() {
  const pressed = new Map<string, (() => void) | null>();
  const microphone: boolean[] = [];
  const phone = createFakePhone({ status: 'registered' });
  const keys = createMediaKeys(phone, {
    setActionHandler(action: string, handler: unknown) {
      pressed.set(action, handler as (() => void) | null);
    },
    setMicrophoneActive: (active) => microphone.push(active),
  });
  phone.subscribe(keys.show);
  return { phone, keys, pressed, microphone };
}

it('mutes, unmutes and hangs up by the keys, and tells the system about the microphone', async () => {
  const { phone, pressed, microphone } = desk();
  await phone.answer(phone.receive());
  pressed.get('togglemicrophone')!();
  await vi.waitFor(() => expect(phone.state.calls[0]!.muted).toBe(true));
  pressed.get('togglemicrophone')!();
  await vi.waitFor(() => expect(phone.state.calls[0]!.muted).toBe(false));
  expect(microphone).toEqual([true, false, true]);
  pressed.get('hangup')!();
  await vi.waitFor(() => expect(phone.state.calls[0]!.state).toBe('ended'));
});

it('leaves the keys to others while nobody talks', async () => {
  const { phone, keys, pressed } = desk();
  const id = phone.receive();
  expect(pressed.size).toBe(0);
  await phone.answer(id);
  keys.stop();
  expect([...pressed.values()]).toEqual([null, null]);
});

it('does without where the browser has no such keys, or does not know one', async () => {
  const phone = createFakePhone({ status: 'registered' });
  const refuse = (): never => {
    throw new TypeError('The provided value is not a valid enum value.');
  };
  phone.subscribe(createMediaKeys(phone, { setActionHandler: refuse }).show);
  await phone.answer(phone.receive());
  expect(phone.state.calls[0]!.state).toBe('connected');
});
