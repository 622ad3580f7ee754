/** What runs in the page of the benchmark: the log with many rows, and the card beside the same card written by hand. */
import type { Backend, BackendState, Call, CallWithMatches, RingbackEvent } from '@ringback/model';
import { callOf, createFakeBackend, createFakePhone, FIXTURE_NOW, MATCHES, PARTIES } from '@ringback/testing';
import '@ringback/ui/ringback-provider.js';
import '@ringback/widgets/ringback-call-log.js';
import '@ringback/widgets/ringback-caller-card.js';
import { plainCard } from './plain-card.ts';

const WAIT_FRAMES = 100;

/** After the frame that is being made has been painted. */
function painted(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now());
    port2.postMessage(null);
  });
  return promise;
}

function provider(backend: Backend, ...elements: HTMLElement[]): HTMLElement {
  const around = document.createElement('ringback-provider');
  Object.assign(around, { backend, phone: createFakePhone(), locale: 'en' });
  around.append(...elements);
  return around;
}

const { system, id, name, kind } = PARTIES.oksana;
const PARTY = { system, id, name, kind };

function manyCalls(count: number): Call[] {
  return Array.from({ length: count }, (_, index) =>
    callOf({
      ...{ id: `call-${index}`, state: 'ended', party: PARTY, number: PARTIES.oksana.phones[0]! },
      endReason: index % 5 ? 'completed' : 'missed',
      startedAt: new Date(FIXTURE_NOW - index * 60_000).toISOString(),
      durationSeconds: index % 600,
      comment: index % 3 ? '' : `Comment ${index}`,
    }),
  );
}

/** The log over so many calls, asked for page by page as a gateway gives them. Without an element: the same work of the page alone. */
async function log(count: number, withLog: boolean): Promise<{ firstPaintMs: number; rows: number }> {
  const calls = manyCalls(count);
  const backend = createFakeBackend({ calls: [] });
  let given = 0;
  const list: Backend['calls']['list'] = async ({ cursor, limit = 50 } = {}) => {
    const from = Number(cursor ?? 0);
    given = Math.max(given, from + limit);
    const next = from + limit < count ? { next: String(from + limit) } : {};
    return { value: { items: calls.slice(from, from + limit), ...next }, stale: false };
  };
  Object.assign(backend.calls, { list });
  const place = document.querySelector('#place')!;
  const began = performance.now();
  const element = document.createElement('ringback-call-log');
  element.style.setProperty('--ringback-list-size', '600px');
  // Without the log something as high scrolls as far.
  const plain = document.createElement('div');
  Object.assign(plain.style, { height: '600px', overflow: 'auto' });
  const tall = plain.appendChild(document.createElement('div'));
  tall.style.height = `${count * 52}px`;
  place.append(withLog ? provider(backend, element) : plain);
  const scroller = (): HTMLElement | null =>
    withLog ? element.renderRoot.querySelector<HTMLElement>('[data-scroller]') : plain;
  while (withLog && !element.renderRoot.querySelector('[data-row]')) await painted();
  const firstPaintMs = (await painted()) - began;

  if (withLog)
    while (given < count) {
      const view = scroller()!;
      view.scrollTop = view.scrollHeight;
      await painted();
    }
  const view = scroller()!;
  const steps = 100;
  for (let step = 0; step <= steps; step += 1) {
    view.scrollTop = (view.scrollHeight * step) / steps;
    await painted();
  }
  // And by hand: a screenful at a time.
  for (let step = 0; step < steps; step += 1) {
    view.scrollTop -= 500;
    await painted();
  }
  const rows = withLog ? Math.round(view.scrollHeight / 52) : 0;
  return { firstPaintMs, rows };
}

/** A backend whose calls come and go, and that remembers none of them. */
function passing() {
  const fake = createFakeBackend({ calls: [], locale: 'en' });
  const listeners = new Set<(state: BackendState) => void>();
  const followers = new Set<(event: RingbackEvent) => void>();
  let state: BackendState = { ...fake.state, live: [] };
  let events = 0;
  const backend = Object.setPrototypeOf(
    {
      get state() {
        return state;
      },
      subscribe(listener: (state: BackendState) => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      follow(listener: (event: RingbackEvent) => void) {
        followers.add(listener);
        return () => followers.delete(listener);
      },
    },
    fake,
  ) as Backend;
  return {
    backend,
    put(item: CallWithMatches): void {
      const ended = item.call.state === 'ended';
      state = { ...state, live: ended ? [] : [item] };
      (fake.requests as unknown[]).length = 0;
      const type = ended ? 'call.ended' : 'call.ringing';
      const event = { id: (events += 1), type, time: '', v: 1, data: item } as RingbackEvent;
      for (const listener of listeners) listener(state);
      for (const follower of followers) follower(event);
    },
  };
}

let world:
  { put: (item: CallWithMatches) => void; card: HTMLElementTagNameMap['ringback-caller-card'] } | undefined;
let rings = 0;

function theCard() {
  if (world) return world;
  const { backend, put } = passing();
  const card = document.createElement('ringback-caller-card');
  document.querySelector('#place')!.append(provider(backend, card));
  return (world = { put, card });
}

const isThere = (card: HTMLElement): boolean => card.shadowRoot?.textContent?.includes(name) ?? false;

async function settled(card: { updateComplete: Promise<boolean> }): Promise<void> {
  while (!(await card.updateComplete));
}

/** It rings: the card opens. Answers the call. */
function begin(): Call {
  const number = PARTIES.oksana.phones[0]!;
  const call = callOf({ id: `ring-${(rings += 1)}`, number, startedAt: new Date().toISOString() });
  theCard().put({ call, matches: [MATCHES.oksana] });
  return call;
}

/** Somebody answers: comment, blocks about the customer and what came of the call are there. */
async function talk(call: Call): Promise<void> {
  const { put, card } = theCard();
  const connectedAt = new Date().toISOString();
  put({ call: { ...call, state: 'connected', connectedAt, version: 2 }, matches: [MATCHES.oksana] });
  const whole = ['#comment', '[part=block]', '[part=disposition]'];
  const isWhole = () => whole.every((selector) => card.shadowRoot!.querySelector(selector));
  for (let frame = 0; !isWhole(); frame += 1) {
    if (frame > WAIT_FRAMES) throw new Error('The card of a talk does not come.');
    await painted();
  }
}

/** The call ends, and the card is closed. */
async function end(call: Call): Promise<void> {
  const { put, card } = theCard();
  put({ call: { ...call, state: 'ended', endReason: 'completed', version: 3 }, matches: [MATCHES.oksana] });
  await settled(card);
  card.shadowRoot!.querySelector<HTMLElement>('[part=close]')?.click();
  await settled(card);
  if (isThere(card)) throw new Error('The card does not close.');
}

/** How long it takes from the event until the card is painted, in ms. */
async function ring(): Promise<number> {
  const { card } = theCard();
  const began = performance.now();
  const call = begin();
  let at = await painted();
  for (let frame = 0; !isThere(card); frame += 1) {
    if (frame > WAIT_FRAMES) throw new Error('The card does not open.');
    at = await painted();
  }
  await end(call);
  return at - began;
}

/** So many cards, opened by a call, talked over and closed. */
async function openAndClose(times: number): Promise<void> {
  const { card } = theCard();
  for (let nth = 0; nth < times; nth += 1) {
    const call = begin();
    await settled(card);
    if (!isThere(card)) throw new Error('The card does not open.');
    await talk(call);
    await end(call);
  }
  await painted();
}

/** Puts the card that was written by hand into the page; answers how long that took, in ms. */
async function showPlain(): Promise<number> {
  const match = MATCHES.oksana;
  const began = performance.now();
  const card = plainCard({
    ...{ name, kind, number: PARTIES.oksana.phones[0]!, line: '+380 44 123 4567', why: match.why },
    lastTalk: {
      at: new Date(match.lastCall?.at ?? FIXTURE_NOW).toLocaleString('en-GB'),
      ...{ with: match.lastCall?.agentName ?? '', comment: match.lastCall?.comment ?? '' },
    },
  });
  document.querySelector('#place')!.append(card);
  const at = await painted();
  card.remove();
  return at - began;
}

Object.assign(window, {
  bench: {
    log,
    openAndClose,
    /** In turns, so that what else the machine does hits both alike. */
    async both(times: number) {
      const [cards, copies]: [number[], number[]] = [[], []];
      for (let nth = 0; nth < times; nth += 1) {
        cards.push(await atFrame(ring));
        copies.push(await atFrame(showPlain));
      }
      return { cards, copies };
    },
  },
});

/** At the beginning of a frame, so that what fits into it is painted with it. */
function atFrame(work: () => Promise<number>): Promise<number> {
  return new Promise((resolve, reject) => {
    requestAnimationFrame(() => {
      work().then(resolve, reject);
    });
  });
}
