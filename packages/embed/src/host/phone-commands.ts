import type { PhoneMethod } from '../protocol.ts';

/** The commands of the port, by name: what a tab without the lead may send to the one that has it. */
export const CALL_COMMANDS = [
  'call',
  'answer',
  'hangup',
  'setMuted',
  'setHeld',
  'sendDtmf',
  'transfer',
  'consult',
  'completeTransfer',
  'cancelTransfer',
  'merge',
] as const;

export const DEVICE_COMMANDS = ['choose', 'setProcessing', 'startTest', 'stopTest', 'playSample'] as const;

const METHODS: readonly unknown[] = [
  ...CALL_COMMANDS.map((name) => `phone.${name}` satisfies PhoneMethod),
  ...DEVICE_COMMANDS.map((name) => `phone.devices.${name}` satisfies PhoneMethod),
  'phone.devices.followLevel' satisfies PhoneMethod,
  'phone.retry' satisfies PhoneMethod,
];

export function isPhoneMethod(value: unknown): value is PhoneMethod {
  return METHODS.includes(value);
}
