/** `Phone` over JsSIP. An entry of its own: it is loaded when the core frame leads, and never by an element. */
export { createJssipPhone } from './jssip-phone.ts';
export type { JssipPhone, JssipPhoneOptions } from './contract.ts';
export type { Dialogs } from './dialog-keeper.ts';
export type { GetUserMedia } from './microphone.ts';
export type { PlayRemote } from './remote-audio.ts';
export type { CallControl } from './transfers.ts';
