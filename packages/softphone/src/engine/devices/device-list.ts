/** Pure steps from what the browser lists and a person has chosen to what serves. */
import type { AudioDevice, DeviceKind, DevicesState } from '@ringback/model';

export type DeviceList = Pick<DevicesState, 'microphones' | 'speakers'>;
export type Chosen = DevicesState['chosen'];

/** As browsers have them; what they call so is no device, but whatever the system uses. */
const NO_DEVICE = ['', 'default', 'communications'];

export function readDevices(
  found: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[],
  canChooseSpeaker: boolean,
): DeviceList {
  const of = (kind: MediaDeviceKind): AudioDevice[] =>
    found
      .filter((one) => one.kind === kind && !NO_DEVICE.includes(one.deviceId))
      .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
  return { microphones: of('audioinput'), speakers: canChooseSpeaker ? of('audiooutput') : [] };
}

export function listOf(kind: DeviceKind, { microphones, speakers }: DeviceList): readonly AudioDevice[] {
  return kind === 'microphone' ? microphones : speakers;
}

/** The chosen device is not there. An empty list says nothing: the browser lists none before it is allowed to. */
export function isGone(kind: DeviceKind, chosen: Chosen, list: DeviceList): boolean {
  const there = listOf(kind, list);
  return chosen[kind] !== undefined && there.length > 0 && !there.some(({ id }) => id === chosen[kind]);
}

/** The device that serves now; undefined = the system's own. */
export function serving(kind: DeviceKind, chosen: Chosen, list: DeviceList): string | undefined {
  return isGone(kind, chosen, list) ? undefined : chosen[kind];
}
