import { expect } from '@open-wc/testing';
import type { RingbackError } from '@ringback/model';
import type { Hello, Welcome } from '../protocol.ts';
import { greet } from './join.ts';

const GATEWAY = 'https://phone.example';

/** A frame that answers the hello as it is told. */
function frameThat(answer: (port: MessagePort) => void) {
  const sent: { hello: Hello; origin: string }[] = [];
  const frame = {
    postMessage(hello: Hello, origin: string, [port]: [MessagePort]) {
      sent.push({ hello, origin });
      answer(port);
    },
  } as unknown as Window;
  return { frame, sent };
}

const says = (welcome: unknown) => frameThat((port) => port.postMessage(welcome));
const refusal = (promise: Promise<MessagePort>) =>
  promise.catch((error: RingbackError) => error) as Promise<RingbackError>;

describe('greeting the core frame', () => {
  it("says hello to the gateway's origin and to nobody else, and gets its port", async () => {
    const { frame, sent } = says({ ringback: 'welcome', version: 1 } satisfies Welcome);
    expect(await greet({ frame, origin: GATEWAY })).to.be.instanceOf(MessagePort);
    expect(sent).to.deep.equal([
      { hello: { ringback: 'hello', versions: { min: 1, max: 1 } }, origin: GATEWAY },
    ]);
  });

  it('says what to do when the gateway does not allow this page, and that trying again is of no use', async () => {
    const { frame } = says({
      ringback: 'refused',
      reason: 'origin',
      versions: { min: 1, max: 1 },
    } satisfies Welcome);
    const error = await refusal(greet({ frame, origin: GATEWAY }));
    expect(error).to.include({ code: 'forbidden', retryable: false });
    expect(error.hint).to.contain('panelOrigins');
  });

  for (const welcome of [
    { ringback: 'refused', reason: 'version', versions: { min: 2, max: 3 } },
    { ringback: 'welcome', version: 2 },
    { ringback: 'what?' },
  ]) {
    it(`does not go on with a frame that answers ${JSON.stringify(welcome)}`, async () => {
      const error = await refusal(greet({ frame: says(welcome).frame, origin: GATEWAY }));
      expect(error).to.include({ code: 'conflict', retryable: false });
    });
  }

  for (const [what, reach, told] of [
    ['the gateway is away', () => Promise.reject(new TypeError('Failed to fetch')), 'timeout'],
    [
      'the browser does not let this page frame the gateway, which answers',
      () => Promise.resolve(),
      'forbidden',
    ],
  ] as const)
    it(`waits ten seconds for a frame that says nothing; then ${what}`, async () => {
      const timers: { run: () => void; ms: number }[] = [];
      const schedule = (run: () => void, ms: number) => (timers.push({ run, ms }), () => {});
      const { frame } = frameThat(() => {});
      const waiting = refusal(greet({ frame, origin: GATEWAY, schedule, reach }));
      expect(timers.map(({ ms }) => ms)).to.deep.equal([10_000]);
      timers[0]!.run();
      const error = await waiting;
      expect(error).to.include({ code: told, retryable: true });
      expect(error.hint?.includes('panelOrigins')).to.equal(told === 'forbidden');
    });
});
