import { expect } from '@open-wc/testing';
import { type PhoneState, RingbackError } from '@ringback/model';
import { createAnswerer, createCaller, type Handlers, type NoticeListeners } from './rpc.ts';
import { type Schedule } from './timer.ts';

const QUIET = new Proxy({}, { has: () => true, get: () => () => {} }) as NoticeListeners;

function pair(
  handlers: Partial<Handlers>,
  options: { listeners?: Partial<NoticeListeners>; schedule?: Schedule } = {},
) {
  const { port1, port2 } = new MessageChannel();
  const answerer = createAnswerer(Promise.resolve(port2), handlers as Handlers);
  const caller = createCaller(port1, (options.listeners ?? QUIET) as NoticeListeners, options.schedule);
  return { caller, answerer, port1, port2 };
}

async function refusal(promise: Promise<unknown>): Promise<RingbackError> {
  return promise.then(
    () => expect.fail('should have been refused') as never,
    (error: RingbackError) => error,
  );
}

describe('requests and notices between host and frame', () => {
  it('carries a request and its result', async () => {
    const { caller } = pair({ 'phone.call': async (number) => `call to ${String(number)}` });
    expect(await caller.request('phone.call', '101')).to.equal('call to 101');
  });

  it('carries a refusal with its code, its hint and the code of its cause', async () => {
    const cause = { code: 'microphone-refused' };
    const { caller } = pair({
      'phone.call': async () => {
        throw new RingbackError('forbidden', 'Not this number.', {
          hint: 'Ask your head.',
          cause,
          fields: { number: 'premium' },
        });
      },
    });
    const error = await refusal(caller.request('phone.call', '0900'));
    expect(error).to.be.instanceOf(RingbackError);
    expect(error).to.include({
      code: 'forbidden',
      message: 'Not this number.',
      hint: 'Ask your head.',
      retryable: false,
    });
    expect(error.fields).to.deep.equal({ number: 'premium' });
    expect(error.cause).to.deep.equal(cause);
  });

  it('tells an unexpected failure as a bug, without its stack', async () => {
    const { caller } = pair({
      'phone.call': async () => {
        throw new TypeError('x is undefined');
      },
    });
    expect(await refusal(caller.request('phone.call', '101'))).to.include({
      code: 'bug',
      message: 'x is undefined',
    });
  });

  for (const method of ['phone.steal', 'toString', '__proto__', 'constructor', 42, null]) {
    it(`answers the unknown method ${JSON.stringify(method)} with "unsupported"`, async () => {
      const { port1 } = pair({});
      const answer = new Promise<{ error?: { code: string } }>(
        (resolve) => (port1.onmessage = (event) => resolve(event.data)),
      );
      port1.postMessage({ id: 1, method, params: [] });
      expect((await answer).error?.code).to.equal('unsupported');
    });
  }

  it('refuses parameters that are no list, and ignores what is no request', async () => {
    const { port1 } = pair({ 'phone.call': async () => 'called' });
    const answer = new Promise<{ id: number; error?: { code: string } }>((resolve) => {
      port1.onmessage = (event) => resolve(event.data);
    });
    for (const rubbish of [
      null,
      'phone.call',
      { method: 'phone.call', params: [] },
      { id: '1', method: 'phone.call' },
    ]) {
      port1.postMessage(rubbish);
    }
    port1.postMessage({ id: 7, method: 'phone.call', params: 'all' });
    expect(await answer).to.deep.include({ id: 7 });
    expect((await answer).error?.code).to.equal('invalid');
  });

  it('gives up a request that is not answered within ten seconds', async () => {
    let timer: { run: () => void; ms: number } | undefined;
    const schedule: Schedule = (run, ms) => ((timer = { run, ms }), () => {});
    const { caller } = pair({ 'phone.call': () => new Promise(() => {}) }, { schedule });
    const hangup = refusal(caller.request('phone.hangup', 'c1'));
    expect(timer?.ms).to.equal(10_000);
    timer?.run();
    expect(await hangup).to.include({ code: 'timeout', retryable: true });
  });

  it('leaves a person two minutes where the browser asks for the microphone first', () => {
    const waits: number[] = [];
    const { caller } = pair({}, { schedule: (_, ms) => (waits.push(ms), () => {}) });
    void refusal(caller.request('phone.answer', 'c1'));
    void refusal(caller.request('phone.call', '101'));
    void refusal(caller.request('phone.consult', 'c1', '101'));
    void refusal(caller.request('phone.devices.startTest'));
    expect(waits).to.deep.equal([120_000, 120_000, 120_000, 120_000]);
    caller.close();
  });

  it('refuses what still waits when the frame goes', async () => {
    const { caller } = pair({ 'phone.call': () => new Promise(() => {}) });
    const call = refusal(caller.request('phone.call', '101'));
    caller.close();
    expect(await call).to.include({ code: 'unavailable' });
  });

  it('hands a notice to its listener, and an unknown one to nobody', async () => {
    const state: PhoneState = { status: 'registered', calls: [] };
    const heard = await new Promise((resolve) => {
      const { answerer, port2 } = pair({}, { listeners: { 'phone.state': resolve } });
      port2.postMessage({ notice: 'toString', data: 'rubbish' });
      answerer.tell('phone.state', state);
    });
    expect(heard).to.deep.equal(state);
  });
});
