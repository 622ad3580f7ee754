import type { Call, CallDirection, CallState, EndReason } from '@ringback/model';
import {
  type IconNode,
  phoneIcon,
  phoneIncomingIcon,
  phoneMissedIcon,
  phoneOutgoingIcon,
} from '@ringback/ui';
import type { CallWords } from './call.words.ts';

type Told = Pick<Call, 'direction' | 'state' | 'endReason'>;
type Cut = Pick<Call, 'endReason' | 'connectedAt'>;

/** In words: what the call is doing, or what came of it. */
export function resultWords(call: Told & Cut & Pick<Call, 'abandoned'>, words: CallWords): string {
  if (isCut(call)) return words.cutOff;
  if (isMissed(call) && call.abandoned) return words.hungUp;
  if (call.state === 'ended') return endWords(call.direction, call.endReason ?? 'completed', words);
  return LIVE[call.state](call.direction, words);
}

const LIVE: Record<Exclude<CallState, 'ended'>, (direction: CallDirection, words: CallWords) => string> = {
  ringing: (direction, words) => (direction === 'out' ? words.calling : words.ringing),
  connecting: (_direction, words) => words.calling,
  connected: (_direction, words) => words.connected,
  held: (_direction, words) => words.held,
};

/** The same reason reads differently from the two sides: who declines an incoming call is the agent. */
export function endWords(direction: CallDirection, reason: EndReason, words: CallWords): string {
  if (reason === 'completed') return words.answered;
  if (reason === 'rejected' && direction === 'in') return words.declined;
  return words[reason];
}

/** Ends in which nobody of the firm has talked with someone who called. */
export function isMissed(call: Told): boolean {
  return call.endReason === 'missed';
}

/** The network ended a talk, and no person did (S181). */
export function isCut({ endReason, connectedAt }: Cut): boolean {
  return endReason === 'failed' && connectedAt !== undefined;
}

/** The picture beside the words, never instead of them. */
export function directionIcon(call: Told): IconNode {
  if (isMissed(call)) return phoneMissedIcon;
  if (call.direction === 'internal') return phoneIcon;
  return call.direction === 'in' ? phoneIncomingIcon : phoneOutgoingIcon;
}

/** Kinds are a setting: those that a new store begins with are translated, others stand as the firm wrote them. */
export function kindWords(kind: string, words: CallWords): string {
  return KINDS.includes(kind) ? words[kind as 'lead'] : kind;
}

const KINDS = ['lead', 'client', 'supplier', 'partner', 'other'];
