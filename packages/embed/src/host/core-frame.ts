/**
 * The core frame in the host page: made once and never moved (moving reloads it), joined after each of its loads, tried again
 * while the gateway is away. Invisible but for the login, which the gateway's own page draws in it.
 */
import { RingbackError } from '@ringback/model';
import { REQUEST_TIMEOUT_MS } from '../protocol.ts';
import { type Caller, createCaller, type NoticeListeners } from '../rpc.ts';
import { type Schedule, schedule as realSchedule } from '../timer.ts';
import { greet } from './join.ts';
import { takenOff } from './taken-off.ts';

export interface CoreFrameOptions {
  /** Origin of the gateway. */
  gateway: string;
  /** Where the frame is put. */
  parent: HTMLElement;
  listeners: NoticeListeners;
  onJoined: (caller: Caller) => void;
  onFailed: (error: RingbackError) => void;
  greet?: typeof greet;
  schedule?: Schedule;
}

export interface CoreFrame {
  /** The joined frame; waits while joining, rejects once that has failed. */
  caller(): Promise<Caller>;
  /** Tries to join at once, unless it is joined already or being joined: resolves with whether there was something to try. */
  rejoin(): Promise<boolean>;
  show(size: { width: number; height: number }): void;
  hide(): void;
  destroy(): void;
}

/** First pause before the next try, in ms; doubled up to the last. */
const RETRY_MS = { first: 2_000, last: 30_000 };

const HIDDEN = {
  position: 'fixed',
  'inset-block-start': '0',
  'inset-inline-start': '0',
  'inline-size': '1px',
  'block-size': '1px',
  border: '0',
  opacity: '0',
  'pointer-events': 'none',
};

/** A small window above the bar. */
const SHOWN = {
  position: 'fixed',
  'inset-block-end': 'calc(72px + env(safe-area-inset-bottom))',
  'inset-inline-end': '16px',
  'max-inline-size': 'calc(100vw - 32px)',
  'max-block-size': 'calc(100vh - 96px)',
  border: '0',
  'border-radius': 'var(--ringback-radius, 8px)',
  'box-shadow': '0 6px 24px rgb(0 0 0 / 0.25)',
  'z-index': '2147482500',
};

export function createCoreFrame(options: CoreFrameOptions): CoreFrame {
  const { gateway, parent, listeners, onJoined, onFailed, schedule = realSchedule } = options;
  const element = document.createElement('iframe');
  let joining = Promise.withResolvers<Caller>();
  let caller: Caller | undefined;
  let failed = false;
  let pause = RETRY_MS.first;
  let stopTimer = (): void => {};
  let gone = false;
  let focusedBefore: HTMLElement[] = [];

  function begin(): void {
    failed = false;
    stopTimer();
    stopTimer = schedule(
      () => fail(new RingbackError('timeout', `${gateway} does not answer.`)),
      REQUEST_TIMEOUT_MS,
    );
    element.src = `${gateway}/v1/core.html`;
  }

  async function loaded(): Promise<void> {
    stopTimer();
    if (caller || failed) forget();
    failed = false;
    const frame = element.contentWindow;
    if (!frame) return;
    try {
      const port = await (options.greet ?? greet)({ frame, origin: gateway, schedule });
      if (gone) return port.close();
      caller = createCaller(port, listeners, schedule);
      pause = RETRY_MS.first;
      joining.resolve(caller);
      onJoined(caller);
    } catch (error) {
      if (!gone) fail(error as RingbackError);
    }
  }

  function fail(error: RingbackError): void {
    failed = true;
    joining.reject(error);
    onFailed(error);
    if (!error.retryable) return;
    stopTimer = schedule(again, pause);
    pause = Math.min(pause * 2, RETRY_MS.last);
  }

  function forget(): void {
    caller?.close();
    caller = undefined;
    joining = expect();
  }

  function again(): void {
    joining = expect();
    begin();
  }

  const onLoad = (): void => void loaded();
  joining = expect();
  element.title = 'Ringback';
  element.allow = 'microphone; autoplay; speaker-selection';
  element.addEventListener('load', onLoad);
  dress(HIDDEN);
  seclude();
  begin();
  parent.append(element);

  function dress(style: Record<string, string>): void {
    element.style.cssText = '';
    // Pages have rules for all their frames: `width: 100% !important`.
    for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value, 'important');
  }

  function seclude(): void {
    element.setAttribute('aria-hidden', 'true');
    element.tabIndex = -1;
  }

  return {
    caller: () => joining.promise,
    async rejoin() {
      if (caller) return false;
      if (failed) again();
      await joining.promise;
      return true;
    },
    show({ width, height }) {
      dress({ ...SHOWN, 'inline-size': `${width}px`, 'block-size': `${height}px` });
      if (!element.hasAttribute('aria-hidden')) return;
      element.removeAttribute('aria-hidden');
      element.removeAttribute('tabindex');
      focusedBefore = focused();
      element.focus();
    },
    hide() {
      dress(HIDDEN);
      if (element.hasAttribute('aria-hidden')) return;
      seclude();
      // The button may be gone by now: then whatever it was in.
      for (const one of focusedBefore) if (document.activeElement === element) one.focus();
      if (document.activeElement === element) element.blur();
    },
    destroy() {
      gone = true;
      stopTimer();
      element.removeEventListener('load', onLoad);
      joining.reject(takenOff());
      caller?.close();
      element.remove();
    },
  };
}

/** What has the focus, also within an element's own tree, then the element. */
function focused(): HTMLElement[] {
  const path: HTMLElement[] = [];
  for (
    let one = document.activeElement;
    one instanceof HTMLElement;
    one = one.shadowRoot?.activeElement ?? null
  )
    path.unshift(one);
  return path;
}

/** A promise that nobody has to wait for: whoever does hears the rejection, and nobody else does. */
function expect(): PromiseWithResolvers<Caller> {
  const one = Promise.withResolvers<Caller>();
  one.promise.catch(() => {});
  return one;
}
