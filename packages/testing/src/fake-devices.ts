/** Devices of the fake phone: what is chosen is shown, and nothing sounds. */
import { type DevicesState, type PhoneDevices, type PhoneState, RingbackError } from '@ringback/model';
import type { PhoneCommand } from './fake-phone.ts';
import type { Notifier } from './notifier.ts';

export const SAMPLE_DEVICES: DevicesState = {
  microphones: [
    { id: 'built-in', name: 'Built-in microphone' },
    { id: 'headset', name: 'Headset' },
  ],
  speakers: [
    { id: 'built-in-out', name: 'Built-in speakers' },
    { id: 'headset-out', name: 'Headset' },
  ],
  chosen: {},
  processing: { echoCancellation: true, noiseSuppression: true, autoGain: true },
  permission: 'granted',
  test: 'off',
};

export function createFakeDevices(
  store: Notifier<PhoneState>,
  begin: (command: PhoneCommand, ...args: unknown[]) => Promise<void>,
): { devices: PhoneDevices; level(level: number): void } {
  const followers = new Set<(level: number) => void>();
  const known = (): DevicesState => store.state.devices ?? SAMPLE_DEVICES;
  const set = (change: Partial<DevicesState>): void =>
    store.set({ ...store.state, devices: { ...known(), ...change } });

  const devices: PhoneDevices = {
    async choose(kind, id) {
      await begin('devices.choose', kind, id);
      const { microphones, speakers, chosen } = known();
      const there = kind === 'microphone' ? microphones : speakers;
      if (id !== undefined && !there.some((device) => device.id === id))
        throw new RingbackError('not-found', 'There is no such device.');
      const { [kind]: _, ...others } = chosen;
      set({ chosen: id === undefined ? others : { ...others, [kind]: id } });
    },
    async setProcessing(processing) {
      await begin('devices.setProcessing', processing);
      set({ processing });
    },
    async startTest() {
      await begin('devices.startTest');
      if (store.state.calls.some(({ state }) => state !== 'ended'))
        throw new RingbackError('conflict', 'There is a call: the microphone is in use.');
      set({ test: 'recording' });
    },
    async stopTest() {
      await begin('devices.stopTest');
      set({ test: known().test === 'recording' ? 'playing' : 'off' });
    },
    playSample: (kind) => begin('devices.playSample', kind),
    followLevel(listener) {
      const mine = (level: number): void => listener(level);
      followers.add(mine);
      return () => void followers.delete(mine);
    },
  };
  return {
    devices,
    level(level) {
      for (const follower of [...followers]) follower(level);
    },
  };
}
