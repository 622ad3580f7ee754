/**
 * One callback during which the gateway is killed (-9) and started again: whatever the moment, the request ends in exactly one of
 * connected, scheduled, cancelled, or failed and told; the visitor is never rung twice at once.
 */
import type { CallbackState, CallbackStatus } from '@ringback/model';
import type { BotCall, SipBot } from '@ringback/testing/node';
import type { Stack } from '../examples/demo/stack.ts';
import { visitorFrom } from './callback-bots.ts';

export interface Phones {
  agent: SipBot;
  visitor: SipBot;
}

/** When the gateway is killed: as soon as the visitor is told of the state, or so many ms after the request. */
export type KillAt = { state: CallbackState } | { afterMs: number };

export interface Outcome {
  status: CallbackStatus;
  /** Calls that the visitor's phone has had for this request, and how many of them rang or talked at the same time. */
  rung: number;
  atOnce: number;
}

const ORDER: readonly CallbackState[] = [
  ...(['requested', 'agent-ringing', 'visitor-ringing', 'connected'] as const),
  ...(['completed', 'scheduled', 'cancelled', 'failed'] as const),
];
const SETTLED: readonly CallbackState[] = ['completed', 'scheduled', 'cancelled', 'failed'];
/** How long each side lets it ring, in ms; the talk is as long. */
const PICK_UP_MS = 250;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Answers whatever rings, as a person would. Returns the way to stop, and the calls it had. */
function answering(phone: SipBot): { calls: BotCall[]; stop(): void } {
  const stopped = new AbortController();
  const calls: BotCall[] = [];
  const go = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const call = await phone.incoming(stopped.signal).catch(() => undefined);
      if (!call) continue;
      calls.push(call);
      void pause(PICK_UP_MS).then(() => call.end ?? call.answer());
    }
  };
  void go();
  return { calls, stop: () => stopped.abort() };
}

export async function killDuring(
  stack: Stack,
  { agent, visitor }: Phones,
  { number, address, kill }: { number: string; address: string; kill: KillAt },
): Promise<Outcome> {
  const page = visitorFrom(stack, address);
  const hands = [answering(agent), answering(visitor)] as const;
  const live = () => hands[1].calls.filter(({ end }) => end === undefined).length;
  let atOnce = 0;
  const watch = setInterval(() => (atOnce = Math.max(atOnce, live())), 10);
  try {
    const asked = await page.ask(number);
    // A state that lasts a moment only may be over by the time it is asked for.
    if ('state' in kill)
      await page.until(asked, ({ state }) => ORDER.indexOf(state) >= ORDER.indexOf(kill.state));
    else await pause(kill.afterMs);
    await stack.killGateway('SIGKILL');
    await stack.startGateway();
    // Who talks hangs up after a while.
    const talking = await page.until(asked, ({ state }) => state === 'connected' || SETTLED.includes(state));
    if (talking.state === 'connected') {
      await pause(PICK_UP_MS);
      for (const call of hands[1].calls) if (call.end === undefined) call.hangup();
    }
    const status = await page.until(asked, ({ state }) => SETTLED.includes(state));
    await Promise.all([...hands[0].calls, ...hands[1].calls].map((call) => call.ended));
    return { status, rung: hands[1].calls.length, atOnce };
  } finally {
    clearInterval(watch);
    for (const { stop } of hands) stop();
  }
}
