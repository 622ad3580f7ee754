/**
 * A small window above all others with the calls in it (Document Picture-in-Picture), for whoever works in another program. Only
 * on a person's wish. Where the browser has no such windows, an ordinary small one; where it opens none, a sentence.
 */
import { type PhoneCall, RingbackError } from '@ringback/model';
import {
  buttonStyles,
  formatDuration,
  icon,
  micIcon,
  micOffIcon,
  pauseIcon,
  phoneIcon,
  phoneOffIcon,
  playIcon,
  tokens,
} from '@ringback/ui';
import { type CSSResult, html, nothing, render, type TemplateResult } from 'lit';
import { isIncoming, mayAnswer, mayHold, mayMute } from '../../softphone/call-kind.ts';
import { stateWords } from '../../softphone/call-row.ts';
import { callMoreWords } from '../../softphone/call-more.words.ts';
import type { PanelContext } from '../../softphone/panel.ts';
import type { RingbackSoftphone } from '../../softphone/softphone.ts';
import { softphoneWords } from '../../softphone/softphone.words.ts';
import { windowStyles } from './window.styles.ts';

const SIZE = { width: 320, height: 160 };

interface PictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

let opened: Window | undefined;

export async function act(context: PanelContext): Promise<void> {
  if (opened && !opened.closed) return opened.focus();
  await context.run(async () => {
    opened = await openWindow();
    show(context, opened as Window & typeof globalThis);
  });
}

async function openWindow(): Promise<Window> {
  const { documentPictureInPicture: above } = window as { documentPictureInPicture?: PictureInPicture };
  const small = above
    ? await above.requestWindow(SIZE)
    : window.open('', 'ringback', `popup,width=${SIZE.width},height=${SIZE.height}`);
  if (small) return small;
  throw new RingbackError('unavailable', 'The browser opens no window.', {
    hint: 'Allow pop-ups for this page.',
  });
}

function show(context: PanelContext, small: Window & typeof globalThis): void {
  const bar = context.host as RingbackSoftphone;
  const { document: page } = small;
  const words = softphoneWords[context.locale];
  page.title = words.phone;
  page.documentElement.lang = context.locale;
  page.documentElement.dir = getComputedStyle(bar).direction;
  page.documentElement.style.setProperty('color-scheme', getComputedStyle(bar).colorScheme);
  page.adoptedStyleSheets = [tokens, buttonStyles, windowStyles].map((style) => sheetOf(small, style));

  const draw = (): void => {
    const live = bar.calls.filter(({ state }) => state !== 'ended');
    const calls = live.map((call) => callView(bar, context, call));
    render(
      calls.length > 0 ? calls : html`<p class="state">${words[bar.phone?.state.status ?? 'connecting']}</p>`,
      page.body,
    );
  };
  draw();
  const stop = bar.phone?.subscribe(draw);
  const ticks = setInterval(draw, 1000);
  const close = (): void => small.close();
  addEventListener('pagehide', close);
  small.addEventListener('pagehide', () => {
    stop?.();
    clearInterval(ticks);
    removeEventListener('pagehide', close);
    opened = undefined;
  });
}

/** Sheets of one document cannot be used by another. */
function sheetOf(small: Window & typeof globalThis, { cssText }: CSSResult): CSSStyleSheet {
  const sheet = new small.CSSStyleSheet();
  sheet.replaceSync(cssText.replaceAll(':host', ':root'));
  return sheet;
}

function callView(bar: RingbackSoftphone, { caller, locale }: PanelContext, call: PhoneCall): TemplateResult {
  const words = callMoreWords[locale];
  const { title } = caller(call);
  const button = (label: string, shape: Parameters<typeof icon>[0], press: () => void, look = '') =>
    html`<button
      class="button icon-only ${look}"
      type="button"
      title=${label}
      aria-label=${label}
      @click=${press}
    >
      ${icon(shape)}
    </button>`;
  const held = call.state === 'held';
  const talked = call.connectedAt && (Date.now() - Date.parse(call.connectedAt)) / 1000;
  return html`<section class="call" aria-label=${title}>
    <bdi class="who">${title}</bdi>
    <div class="row">
      <span class="state">
        ${call.state === 'connected' && !call.recovering ? nothing : stateWords(call, words, locale)}
        ${talked === undefined ? nothing : formatDuration(Number(talked))}
      </span>
      ${mayAnswer(call) ? button(words.answer, phoneIcon, () => bar.answer(call), 'answer') : nothing}
      ${
        mayMute(call) && !call.recovering
          ? button(words.mute, call.muted ? micOffIcon : micIcon, () => bar.actions?.mute(call))
          : nothing
      }
      ${
        mayHold(call) && !call.recovering
          ? button(words.hold, held ? playIcon : pauseIcon, () => bar.actions?.hold(call))
          : nothing
      }
      ${button(isIncoming(call) ? words.decline : words.hangUp, phoneOffIcon, () => bar.end(call), 'danger')}
    </div>
  </section>`;
}
