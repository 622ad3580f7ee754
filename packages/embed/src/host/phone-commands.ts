import type { PhoneMethod } from '../protocol.ts';

/** The commands that a tab without the lead may send to the one that has it. */
export const PHONE_METHODS = [
  'phone.call',
  'phone.answer',
  'phone.hangup',
  'phone.setMuted',
  'phone.setHeld',
  'phone.sendDtmf',
  'phone.transfer',
  'phone.consult',
  'phone.completeTransfer',
  'phone.cancelTransfer',
  'phone.merge',
  'phone.devices.choose',
  'phone.devices.setProcessing',
  'phone.devices.startTest',
  'phone.devices.stopTest',
  'phone.devices.playSample',
  'phone.devices.followLevel',
  'phone.retry',
] as const satisfies readonly PhoneMethod[];

export function isPhoneMethod(value: unknown): value is PhoneMethod {
  return (PHONE_METHODS as readonly unknown[]).includes(value);
}
