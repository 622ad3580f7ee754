/** MANGO's result codes: what they mean for people, and which of our closed codes they are. */
import type { ErrorCode } from '@ringback/model';
import type { ObservedCall } from '../observed.ts';

export const OK = 1000;

const SENTENCES: Record<number, string> = {
  1100: 'The call has ended.',
  1110: 'The caller hung up.',
  1111: 'Nobody answered.',
  1120: 'The called side hung up.',
  1121: 'The number is busy.',
  1122: 'The call was declined.',
  1123: 'The phone is set to "do not disturb".',
  1124: 'The colleague is set to "do not disturb" in the contact centre.',
  1130: 'The number cannot be called.',
  1131: 'The number cannot be reached.',
  1140: 'Calls to this region are not allowed at MANGO.',
  1150: "The number stands on MANGO's black list, or is missing on the white one.",
  1160: 'The group could not take the call.',
  1163: 'The caller has waited too long in the queue.',
  1164: 'Nobody in the group can be reached.',
  1170: 'The menu ended the call.',
  1180: 'The call was ended by a command.',
  1181: 'The call was ended by an external system.',
  1190: 'The colleague or the number is out of service at this hour.',
  1200: 'A session of the contact centre has ended.',
  1310: 'An answering machine took the call.',
  2100: "MANGO's billing refuses the call.",
  2200: "MANGO's billing refuses the call.",
  2220: 'All lines of the account are taken.',
  2240: 'There is no money on the account at MANGO.',
  2300: "MANGO's billing refuses the call.",
  2400: "MANGO's billing refuses the call.",
  3000: 'MANGO found the request invalid.',
  3100: "MANGO found the request's fields invalid.",
  3101: 'MANGO takes POST requests only.',
  3102: 'The signature is wrong: the key for the signature (vpbx_api_salt) is not the one in the cabinet.',
  3103: 'A field is missing in the request.',
  3104: 'A field of the request has the wrong form.',
  3105: 'The unique code of the PBX (vpbx_api_key) is not known to MANGO.',
  3200: 'MANGO cannot read this number.',
  3300: 'MANGO does not know what the request names.',
  3310: 'MANGO knows no such call, or it is over.',
  3320: 'MANGO knows no such recording.',
  3400: 'MANGO could not read the JSON of the request.',
  4000: 'The account at MANGO cannot do this.',
  4001: 'The account at MANGO cannot do this.',
  4002: 'The recording is too short to be kept.',
  4100: 'MANGO cannot do this now.',
  4101: 'The call is over.',
  4102: 'The call is being recorded already.',
  4200: 'The other side cannot be reached.',
  4290: 'MANGO gets too many requests.',
  4300: 'MANGO could not send the message.',
  4500: "MANGO's security rules refuse this.",
  4501: "MANGO's security rules allow no more calls for now.",
  5000: 'MANGO has a fault.',
  5001: 'MANGO is overloaded.',
  5003: 'MANGO is being worked on.',
  5008: 'MANGO does not take requests now.',
  5100: "MANGO's campaign could not be changed.",
  5200: "MANGO's group could not be changed.",
};

/** A code that nobody knows is read as its ten, then as its hundred. */
export function sentenceOf(code: number): string {
  const known = [code, code - (code % 10), code - (code % 100)].find((one) => SENTENCES[one] !== undefined);
  return known === undefined ? `MANGO answered ${code}.` : (SENTENCES[known] as string);
}

/** One more of these within two minutes, and MANGO shuts the API. */
export const isInvalid = (code: number): boolean => code >= 3000 && code < 4000;

const CODES: [from: number, to: number, code: ErrorCode][] = [
  [1000, 1999, 'conflict'],
  [2000, 2999, 'forbidden'],
  [3102, 3102, 'unauthorized'],
  [3105, 3105, 'unauthorized'],
  [3300, 3399, 'not-found'],
  [3000, 3999, 'invalid'],
  [4000, 4001, 'unsupported'],
  [4200, 4209, 'unavailable'],
  [4290, 4290, 'rate-limited'],
  [4501, 4501, 'rate-limited'],
  [4500, 4599, 'forbidden'],
  [4000, 4999, 'conflict'],
  [5001, 5001, 'rate-limited'],
  [5008, 5008, 'rate-limited'],
  [5000, 5999, 'unavailable'],
];

export function codeOf(result: number): ErrorCode {
  return CODES.find(([from, to]) => result >= from && result <= to)?.[2] ?? 'unavailable';
}

type End = NonNullable<ObservedCall['end']>;

/** How a conversation ended, from what disconnected it. */
export function endOf(call: {
  direction: ObservedCall['direction'];
  talked: boolean;
  reason: number | undefined;
}): End {
  const { direction, talked, reason = 1100 } = call;
  if (talked) return { reason: 'completed', abandoned: false };
  if (reason === 1121) return { reason: 'busy', abandoned: false };
  if (direction === 'in') return { reason: 'missed', abandoned: reason === 1110 };
  if (reason === 1122) return { reason: 'rejected', abandoned: false };
  if (reason === 1110 || reason === 1180 || reason === 1181) return { reason: 'cancelled', abandoned: false };
  const isFailed = reason >= 2000 || (reason >= 1130 && reason < 1160 && reason !== 1131);
  return { reason: isFailed ? 'failed' : 'no-answer', abandoned: false };
}
