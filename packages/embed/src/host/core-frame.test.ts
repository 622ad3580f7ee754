import { expect, waitUntil } from '@open-wc/testing';
import { RingbackError } from '@ringback/model';
import type { NoticeListeners } from '../rpc.ts';
import type { Schedule } from '../timer.ts';
import { createCoreFrame } from './core-frame.ts';

/** A page of ours that exists, so that the frame loads without a gateway. */
const GATEWAY = location.origin;

const add = <K extends 'div' | 'button'>(tag: K) =>
  document.body.appendChild(Object.assign(document.createElement(tag), { id: 'test' }));

function framed() {
  const parent = add('div');
  const timers: { run: () => void; ms: number }[] = [];
  const schedule: Schedule = (run, ms) => {
    const timer = { run, ms };
    timers.push(timer);
    return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
  };
  const failures: RingbackError[] = [];
  let answer: () => Promise<MessagePort> = async () => new MessageChannel().port1;
  let joins = 0;
  const frame = createCoreFrame({
    gateway: GATEWAY,
    parent,
    listeners: {} as NoticeListeners,
    onJoined: () => void (joins += 1),
    onFailed: (error) => void failures.push(error),
    greet: () => answer(),
    schedule,
  });
  const element = parent.querySelector('iframe')!;
  return {
    frame,
    parent,
    element,
    failures,
    timers,
    joins: () => joins,
    answers: (how: typeof answer) => void (answer = how),
    fire: (ms: number) => timers.find((timer) => timer.ms === ms)?.run(),
  };
}

const down = async (): Promise<never> => {
  throw new RingbackError('timeout', 'nobody there');
};

describe('the core frame in the host page', () => {
  afterEach(() => {
    for (const node of document.querySelectorAll('#test')) node.remove();
  });

  it('is an invisible frame of the gateway with the microphone, out of the tab order', async () => {
    const { element, joins } = framed();
    expect(element.src).to.equal(`${GATEWAY}/v1/core.html`);
    expect(element.allow).to.equal('microphone; autoplay; speaker-selection');
    expect(element.getAttribute('aria-hidden')).to.equal('true');
    expect(element.tabIndex).to.equal(-1);
    expect(getComputedStyle(element).opacity).to.equal('0');
    await waitUntil(() => joins() === 1);
  });

  it('is shown as a small window, takes the focus, gives it back, and is never moved in the page', async () => {
    const { frame, element, parent, joins } = framed();
    await waitUntil(() => joins() === 1);
    const button = add('button');
    button.focus();
    frame.show({ width: 340, height: 280 });
    expect(element.getBoundingClientRect()).to.include({ width: 340, height: 280 });
    expect(element.hasAttribute('aria-hidden')).to.equal(false);
    expect(document.activeElement === element).to.equal(true);
    frame.show({ width: 340, height: 300 });
    frame.hide();
    expect(document.activeElement === button).to.equal(true);
    expect(element.getAttribute('aria-hidden')).to.equal('true');
    expect(element.parentElement === parent).to.equal(true);
    expect(joins()).to.equal(1);
  });

  it('gives the focus back to a button inside an element', async () => {
    const { frame, joins } = framed();
    await waitUntil(() => joins() === 1);
    const root = add('div').attachShadow({ mode: 'open' });
    const button = root.appendChild(document.createElement('button'));
    button.focus();
    frame.show({ width: 340, height: 280 });
    expect(root.activeElement).to.equal(null);
    frame.hide();
    expect(root.activeElement).to.equal(button);
    frame.show({ width: 340, height: 280 });
    button.remove();
    frame.hide();
    // Not in a frame that nobody sees, where no key of the page would be heard.
    expect(document.activeElement).to.equal(document.body);
  });

  it('tries again, each time after a longer pause, while the gateway is away', async () => {
    const { answers, failures, timers, fire, joins } = framed();
    answers(down);
    for (const pause of [2_000, 4_000, 8_000]) {
      const before = failures.length;
      await waitUntil(() => failures.length === before + 1 && timers.some(({ ms }) => ms === pause));
      if (pause === 8_000) answers(async () => new MessageChannel().port1);
      fire(pause);
    }
    await waitUntil(() => joins() === 1);
  });

  it('refuses at once whatever is asked while it is away, and joins when a person asks for it', async () => {
    const { frame, answers, failures, joins } = framed();
    answers(down);
    await waitUntil(() => failures.length === 1);
    expect(await frame.caller().catch((error: RingbackError) => error.code)).to.equal('timeout');
    answers(async () => new MessageChannel().port1);
    expect(await frame.rejoin()).to.equal(true);
    expect(joins()).to.equal(1);
    expect(await frame.rejoin()).to.equal(false);
  });

  it('does not try again where it was refused', async () => {
    const { answers, failures, timers } = framed();
    answers(async () => {
      throw new RingbackError('forbidden', 'not from this page');
    });
    await waitUntil(() => failures.length === 1);
    expect(timers).to.deep.equal([]);
  });

  it('gives up a gateway that never finishes its page', async () => {
    const { failures, fire, element } = framed();
    element.removeAttribute('src');
    fire(10_000);
    expect(failures[0]).to.include({ code: 'timeout' });
  });

  it('joins anew when the frame has been reloaded', async () => {
    const { element, joins } = framed();
    await waitUntil(() => joins() === 1);
    element.contentWindow!.location.reload();
    await waitUntil(() => joins() === 2);
  });

  it('is gone after destroy, with everything that waited', async () => {
    const { frame, parent, answers, timers } = framed();
    answers(() => new Promise(() => {}));
    const waiting = frame.caller().catch((error: RingbackError) => error.code);
    frame.destroy();
    expect(await waiting).to.equal('unavailable');
    expect(parent.childElementCount).to.equal(0);
    expect(timers).to.deep.equal([]);
  });
});
