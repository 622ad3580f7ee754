/**
 * What brought the visitor and what he looks at, told to the gateway and sent with his request. The script is loaded once he has
 * consented: it is his consent. `ringback('forget')` takes everything back.
 */
import type { VisitAnswer, VisitClaim, VisitInput } from '@ringback/model';
import { addCommands, type RingbackGlobal } from '@ringback/ui/command-queue';
import type * as GoodsModule from './goods.ts';
import { deviceOf, type Memory, nameOf, random, recall, remember } from './memory.ts';
import { createNumbers } from './numbers.ts';
import { touchOf } from './touch.ts';
import type { ShownNumber, TrackSite } from './track-site.ts';

/** The page's `window`. */
export type TrackedPage = { ringback?: RingbackGlobal; dataLayer?: unknown[] };

export interface TrackOptions {
  http?: typeof fetch;
  load?: (url: string) => Promise<typeof GoodsModule>;
  now?: () => number;
}

const DIRECT = 'direct';
/** What a number may ask of a source, in small letters. */
const FITS = ['source', 'medium', 'campaign'] as const;
const DAY_MS = 864e5;
/** What the page does in one go is told in one go, ms. */
const PAUSE_MS = 300;

export function startTracking(site: TrackSite, page: TrackedPage, options: TrackOptions = {}): void {
  // Once is enough.
  if (page.ringback?.c?.['forget']) return;
  const {
    http = fetch.bind(window),
    load = (url: string): Promise<typeof GoodsModule> => import(/* @vite-ignore */ url),
    now = Date.now,
  } = options;
  const { key, gateway } = site;
  const time = (): string => new Date(now()).toISOString();
  const numbers = createNumbers(site.page);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let telling: Promise<unknown> = Promise.resolve();
  let memory: Memory | undefined = arrive();

  function arrive(): Memory {
    const kept = recall(key);
    const known = kept && kept.seen + site.keepDays * DAY_MS > now() ? kept : undefined;
    const touch = touchOf(location.href, document.referrer, time());
    // What is direct, or a step within the site, has not brought him where something else did.
    const last = known && (!touch || touch.source === DIRECT) ? known.last : touch;
    const from = last ?? touchOf(location.href, '', time())!;
    return {
      ...(known ?? { id: random(16), token: random(24), first: from, viewed: [] }),
      last: from,
      seen: now(),
    };
  }

  function own(): ShownNumber | undefined {
    const { last, lease } = memory ?? {};
    const fits = site.numbers?.find((one) =>
      FITS.every((name) => !one[name] || one[name] === last?.[name]?.toLowerCase()),
    );
    return fits ?? (lease && lease.until > now() ? lease : undefined);
  }
  const show = (): void => numbers.show(own());

  function claim(): VisitClaim | undefined {
    if (!memory) return undefined;
    const { id, token, first, last, viewed, cart } = memory;
    return { id, token, first, last, device: deviceOf(), viewed, ...(cart && { cart }) };
  }

  const send = (
    method: string,
    { id, token }: Pick<Memory, 'id' | 'token'>,
    body?: VisitInput,
  ): Promise<Response> =>
    http(`${gateway}/api/v1/sites/${key}/visits/${id}`, {
      ...{ method, credentials: 'omit', keepalive: true },
      headers: { 'X-Ringback-Visit-Token': token, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });

  async function tell(): Promise<void> {
    const told = claim();
    if (!told) return;
    const { id, token, ...visit } = told;
    try {
      const number = site.pool && numbers.any();
      const answer = await send('PUT', { id, token }, number ? { ...visit, number } : visit);
      const { lease } = (await answer.json()) as VisitAnswer;
      // He may have been forgotten meanwhile.
      if (memory && answer.ok) {
        delete memory.lease;
        if (lease) memory.lease = { ...lease, until: now() + lease.seconds * 1000 };
        remember(key, memory);
      }
    } catch {
      // Offline: what is known goes with the request, and is told at the next change.
    }
    show();
    const { lease } = memory ?? {};
    if (lease) later(Math.max((lease.until - now()) / 2, 2e4));
  }

  function later(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => (telling = tell()), ms);
  }

  function changed(): void {
    remember(key, memory);
    later(PAUSE_MS);
  }

  function stop(): void {
    clearTimeout(timer);
    memory = undefined;
    show();
  }

  /** Also where another tab has been told to forget. */
  addEventListener('storage', (event) => event.key === nameOf(key) && !event.newValue && stop());

  let forgotten: Pick<Memory, 'id' | 'token'> | undefined;
  const takeOff = addCommands(page, {
    visit: claim,
    numbers: show,
    forget: async () => {
      forgotten ??= memory;
      stop();
      remember(key, undefined);
      // What is on its way would come after.
      await telling;
      if (forgotten && !(await send('DELETE', forgotten)).ok)
        throw new Error(`Ringback: ${gateway} has not forgotten yet; call it again.`);
      takeOff();
    },
  });

  const start = (): void => {
    if (!memory) return;
    show();
    changed();
    if (site.goods)
      load(`${gateway}/v1/track-goods.js`).then(
        ({ watchGoods }) => watchGoods({ page, goods: () => memory, time, changed }),
        () => undefined,
      );
  };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start, { once: true });
  else start();
}
