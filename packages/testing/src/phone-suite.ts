/**
 * What every `Phone` promises: the fake, the engine, the proxy over the frame's port. The runner is passed in, so that vitest and
 * mocha can run it; the far side is played by the `PhoneUnderTest`.
 */
import type { Phone, PhoneCall, PhoneState } from '@ringback/model';

export interface PhoneUnderTest {
  phone: Phone;
  /** A customer calls; resolves with the call's id once it rings here. */
  receive(): Promise<string>;
  /** The far side of the call that we dialled rings. */
  farRings(callId: string): Promise<void>;
  /** The far side of the call that we dialled picks up. */
  farAnswers(callId: string): Promise<void>;
  farHangsUp(callId: string): Promise<void>;
  /** A number that may be dialled. */
  readonly number: string;
  close(): Promise<void>;
}

export interface PhoneSuiteRunner {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => Promise<void>): unknown;
}

/** Longest wait for a state, in ms: a real PBX has some way to go. */
const WAIT_MS = 10_000;

export interface PhoneSuiteOptions {
  /** The phone has a PBX behind it that passes calls on and joins them. */
  transfers?: boolean;
}

/** `create` gives a phone that is registered and has no call. */
export function runPhoneSuite(
  { describe, it }: PhoneSuiteRunner,
  name: string,
  create: () => Promise<PhoneUnderTest>,
  { transfers = false }: PhoneSuiteOptions = {},
): void {
  const withPhone = (body: (test: PhoneUnderTest) => Promise<void>) => async (): Promise<void> => {
    const test = await create();
    try {
      await body(test);
    } finally {
      await test.close();
    }
  };

  describe(`${name}: a phone`, () => {
    it(
      'tells of a call that comes in, is answered and hung up by the far side, each step once',
      withPhone(async ({ phone, receive, farHangsUp }) => {
        const steps = recordSteps(phone);
        const id = await receive();
        await phone.answer(id);
        await until(phone, id, 'connected');
        await farHangsUp(id);
        const call = await until(phone, id, 'ended');
        equal(call.endReason, 'completed', 'end reason');
        check(call.connectedAt !== undefined, 'a call that was talked has a time of connection');
        const told = steps(id).filter((state) => state !== 'connecting');
        equal(told.join(), 'ringing,connected,ended', 'steps');
        equal(
          steps(id).filter((state) => state === 'connecting').length <= 1,
          true,
          'connecting at most once',
        );
      }),
    );

    it(
      'dials, and resolves with the id that the call has in its state',
      withPhone(async ({ phone, number, farRings, farAnswers }) => {
        const id = await phone.call(number);
        equal(callOf(phone, id).direction, 'out', 'direction');
        await farRings(id);
        await until(phone, id, 'ringing');
        await farAnswers(id);
        await until(phone, id, 'connected');
        await phone.hangup(id);
        equal((await until(phone, id, 'ended')).endReason, 'completed', 'end reason');
      }),
    );

    it(
      'cancels what is not answered, and rejects what it does not want to answer',
      withPhone(async ({ phone, number, receive }) => {
        const out = await phone.call(number);
        await phone.hangup(out);
        equal((await until(phone, out, 'ended')).endReason, 'cancelled', 'of the call that goes out');
        const incoming = await receive();
        await phone.hangup(incoming);
        equal((await until(phone, incoming, 'ended')).endReason, 'rejected', 'of the call that comes in');
      }),
    );

    it(
      'tells a call as missed when the far side gives up',
      withPhone(async ({ phone, receive, farHangsUp }) => {
        const id = await receive();
        await farHangsUp(id);
        equal((await until(phone, id, 'ended')).endReason, 'missed', 'end reason');
      }),
    );

    it(
      'holds and resumes, mutes and unmutes; who asks for what is already so gets it',
      withPhone(async ({ phone, receive }) => {
        const id = await receive();
        await phone.answer(id);
        const { connectedAt } = await until(phone, id, 'connected');
        await phone.setHeld(id, true);
        equal((await until(phone, id, 'held')).connectedAt, connectedAt, 'time of connection while held');
        await phone.setHeld(id, true);
        await phone.setMuted(id, true);
        await reaches(phone, () => callOf(phone, id).muted, 'muted');
        equal(callOf(phone, id).state, 'held', 'a muted call that is held');
        await phone.setHeld(id, false);
        await until(phone, id, 'connected');
        equal(callOf(phone, id).muted, true, 'muted after the hold');
        await phone.setMuted(id, false);
        await reaches(phone, () => !callOf(phone, id).muted, 'unmuted');
      }),
    );

    it(
      'sends tones while talking, and nothing else than tones',
      withPhone(async ({ phone, receive }) => {
        const id = await receive();
        await rejects(phone.sendDtmf(id, '1'), 'conflict');
        await phone.answer(id);
        await until(phone, id, 'connected');
        await phone.sendDtmf(id, '4711#');
        await phone.sendDtmf(id, '1,2');
        await rejects(phone.sendDtmf(id, 'hello'), 'invalid');
        await rejects(phone.sendDtmf(id, ''), 'invalid');
      }),
    );

    it(
      'refuses commands on a call that is not there, or no more',
      withPhone(async ({ phone, receive }) => {
        const ended = await receive();
        await phone.hangup(ended);
        await until(phone, ended, 'ended');
        for (const id of ['no-such-call', ended]) {
          await rejects(phone.answer(id), 'not-found');
          await rejects(phone.hangup(id), 'not-found');
          await rejects(phone.setMuted(id, true), 'not-found');
          await rejects(phone.setHeld(id, true), 'not-found');
          await rejects(phone.sendDtmf(id, '1'), 'not-found');
        }
      }),
    );

    it(
      'refuses what a ringing call cannot do, and answering what goes out',
      withPhone(async ({ phone, receive, number }) => {
        const incoming = await receive();
        await rejects(phone.setHeld(incoming, true), 'conflict');
        const out = await phone.call(number);
        await rejects(phone.answer(out), 'conflict');
      }),
    );

    it(
      'gives a new state for each change, and never changes one that it gave',
      withPhone(async ({ phone, receive }) => {
        const seen: { state: PhoneState; text: string }[] = [];
        phone.subscribe((state) => seen.push({ state, text: JSON.stringify(state) }));
        const id = await receive();
        await phone.answer(id);
        await until(phone, id, 'connected');
        await phone.hangup(id);
        await until(phone, id, 'ended');
        check(seen.length >= 3, 'each step was told');
        equal(
          new Set(seen.map(({ state }) => state)).size,
          seen.length,
          'states that are objects of their own',
        );
        for (const { state, text } of seen) equal(JSON.stringify(state), text, 'a state that was given');
        equal(seen.at(-1)!.state, phone.state, 'the last state told');
      }),
    );

    it(
      'does not call a listener at once, and not after he has left',
      withPhone(async ({ phone, receive }) => {
        let heard = 0;
        const listener = (): void => void (heard += 1);
        const stopOnce = phone.subscribe(listener);
        const stopTwice = phone.subscribe(listener);
        equal(heard, 0, 'calls at once');
        stopOnce();
        await receive();
        check(heard >= 1, 'the second subscription still stands');
        stopTwice();
        const before = heard;
        await phone.hangup(phone.state.calls[0]!.id);
        await until(phone, phone.state.calls[0]!.id, 'ended');
        equal(heard, before, 'calls after leaving');
      }),
    );
  });
  if (transfers) describeTransfers({ describe, it }, name, withPhone);
}

type WithPhone = (body: (test: PhoneUnderTest) => Promise<void>) => () => Promise<void>;

function describeTransfers({ describe, it }: PhoneSuiteRunner, name: string, withPhone: WithPhone): void {
  describe(`${name}: passing calls on`, () => {
    it(
      'passes a call on at once, and is out of it',
      withPhone(async (test) => {
        const id = await talking(test);
        await test.phone.transfer!(id, test.number);
        equal((await until(test.phone, id, 'ended')).endReason, 'transferred', 'end reason');
      }),
    );

    it(
      'holds a call to ask a colleague first, and joins the two',
      withPhone(async (test) => {
        const { phone, number, farAnswers } = test;
        const id = await talking(test);
        const asking = await phone.consult!(id, number);
        equal(callOf(phone, asking).consultationOf, id, 'what the consultation is about');
        await until(phone, id, 'held');
        await farAnswers(asking);
        await until(phone, asking, 'connected');
        await phone.completeTransfer!(asking);
        for (const one of [id, asking]) {
          equal((await until(phone, one, 'ended')).endReason, 'transferred', 'end reason');
        }
      }),
    );

    it(
      'goes back to the customer when the colleague cannot take the call',
      withPhone(async (test) => {
        const { phone, number, farAnswers } = test;
        const id = await talking(test);
        const asking = await phone.consult!(id, number);
        await farAnswers(asking);
        await until(phone, asking, 'connected');
        await phone.cancelTransfer!(asking);
        await until(phone, asking, 'ended');
        await until(phone, id, 'connected');
        await rejects(phone.completeTransfer!(id), 'conflict');
      }),
    );

    it(
      'makes one conference of two calls',
      withPhone(async (test) => {
        const { phone, number, farAnswers } = test;
        const id = await talking(test);
        const other = await phone.consult!(id, number);
        await farAnswers(other);
        await until(phone, other, 'connected');
        await phone.merge!([id, other]);
        equal((await until(phone, other, 'ended')).endReason, 'transferred', 'end reason of the second');
        await reaches(phone, () => callOf(phone, id).participants?.length === 3, 'a conference');
        equal(callOf(phone, id).state, 'connected', 'state of the conference');
      }),
    );

    it(
      'refuses to pass on what only rings, and calls that are not there',
      withPhone(async ({ phone, receive, number }) => {
        const id = await receive();
        await rejects(phone.transfer!(id, number), 'conflict');
        await rejects(phone.consult!(id, number), 'conflict');
        await rejects(phone.transfer!('no-such-call', number), 'not-found');
        await rejects(phone.merge!([id]), 'invalid');
      }),
    );
  });
}

async function talking({ phone, receive }: PhoneUnderTest): Promise<string> {
  const id = await receive();
  await phone.answer(id);
  await until(phone, id, 'connected');
  return id;
}

function callOf(phone: Phone, id: string): PhoneCall {
  const call = phone.state.calls.find((other) => other.id === id);
  if (!call) throw new Error(`There is no call ${id} in ${JSON.stringify(phone.state)}`);
  return call;
}

async function until(phone: Phone, id: string, state: PhoneCall['state']): Promise<PhoneCall> {
  await reaches(phone, () => phone.state.calls.some((call) => call.id === id && call.state === state), state);
  return callOf(phone, id);
}

function reaches(phone: Phone, condition: () => boolean, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (!condition()) return;
      clearTimeout(timer);
      stop();
      resolve();
    };
    const stop = phone.subscribe(look);
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`The call did not become ${what}: ${JSON.stringify(phone.state)}`));
    }, WAIT_MS);
    look();
  });
}

/** States of each call as a listener is told them, without repetitions. */
function recordSteps(phone: Phone): (id: string) => string[] {
  const told: PhoneState[] = [];
  phone.subscribe((state) => told.push(state));
  return (id) =>
    told
      .flatMap(({ calls }) => calls.filter((call) => call.id === id).map(({ state }) => state as string))
      .filter((state, index, all) => state !== all[index - 1]);
}

async function rejects(promise: Promise<unknown>, code: string): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  equal((error as { code?: string } | undefined)?.code, code, 'code of the refusal');
}

function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(`Expected: ${what}`);
}

function equal(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: expected ${String(expected)}, got ${String(actual)}`);
}
