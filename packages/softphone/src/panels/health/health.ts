import type {
  CallQuality,
  HealthPart,
  HealthPartName,
  Phone,
  PhoneCall,
  PhoneHealth,
  PhoneState,
} from '@ringback/model';
import {
  buttonStyles,
  checkIcon,
  clockIcon,
  icon,
  phoneErrorSentence,
  rotateCcwIcon,
  tokens,
  triangleAlertIcon,
} from '@ringback/ui';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { PanelElement, panelElementStyles } from '../panel-element.ts';
import { healthStyles } from './health.styles.ts';
import { healthWords } from './health.words.ts';
import { qualityView } from './quality-view.ts';

const PARTS = ['microphone', 'socket', 'registration', 'media'] as const satisfies readonly HealthPartName[];
const ICONS = { ok: checkIcon, trying: rotateCcwIcon, failed: triangleAlertIcon, unknown: clockIcon };

/** A minute of one sample a second. */
const SAMPLES = 60;

/** @summary What works and what does not, each with a sentence and one action; and how the call sounds. Part of `<ringback-softphone>`. */
export class SoftphoneHealth extends PanelElement {
  static override readonly styles = [tokens, buttonStyles, panelElementStyles, healthStyles];

  #samples: { callId: string; quality: CallQuality[] } = { callId: '', quality: [] };

  protected override willUpdate(changed: PropertyValues): void {
    const call = changed.has('context') && this.#measured;
    if (!call || !call.quality) return;
    if (this.#samples.callId !== call.id) this.#samples = { callId: call.id, quality: [] };
    const { quality } = this.#samples;
    if (quality.at(-1) !== call.quality) quality.push(call.quality);
    quality.splice(0, quality.length - SAMPLES);
  }

  protected override render(): TemplateResult {
    const { phone, locale } = this.context;
    const health = healthOf(phone?.state);
    const words = this.words(healthWords);
    const call = this.#measured;
    return html`<ul class="rows">
        ${PARTS.map((name) => this.#renderPart(name, health[name]))}
      </ul>
      ${call?.quality ? qualityView({ samples: this.#samples.quality, quality: call.quality, words, locale }) : nothing}`;
  }

  #renderPart(name: HealthPartName, { state, code }: HealthPart): TemplateResult {
    const words = this.words(healthWords);
    const why = code && state !== 'ok' ? phoneErrorSentence(code, this.locale) : words[state];
    return html`<li class="part ${state}" part=${name}>
      ${icon(ICONS[state])}
      <span class="grow"><b>${words[name]}</b><span class="hint" part="why">${why}</span></span>
      ${state === 'failed' || code === 'device-unavailable' ? this.#action(name, code) : nothing}
    </li>`;
  }

  #action(name: HealthPartName, code: HealthPart['code']): TemplateResult | typeof nothing {
    const words = this.words(healthWords);
    const { phone, run, open } = this.context;
    const button = (label: string, press: () => void) =>
      html`<button class="button" part="action" type="button" @click=${press}>${label}</button>`;
    if (code === 'credential-refused' && phone?.signIn)
      return button(words.signIn, () => void run(() => phone.signIn?.()));
    if ((name === 'microphone' || name === 'media') && phone?.devices)
      return button(words.devices, () => open('devices'));
    return phone?.retry ? button(words.tryAgain, () => void run(() => phone.retry?.())) : nothing;
  }

  /** The call that the panel was opened for, else the one that is talked. */
  get #measured(): PhoneCall | undefined {
    const { call, phone } = this.context;
    return call?.quality ? call : phone?.state.calls.find(({ quality }) => quality);
  }
}

/** What a phone that tells no health has at least: whether it is registered, and why not. */
function healthOf(state: Phone['state'] | undefined): PhoneHealth {
  if (state?.health) return state.health;
  const unknown = { state: 'unknown' } as const;
  return { microphone: unknown, socket: unknown, media: unknown, registration: registrationOf(state) };
}

function registrationOf(state: PhoneState | undefined): HealthPart {
  const code = state?.error && { code: state.error.code };
  if (state?.status === 'registered') return { state: 'ok' };
  if (state?.status === 'failed') return { state: 'failed', ...code };
  if (!state || state.status === 'signed-out') return { state: 'unknown' };
  return { state: 'trying', ...code };
}
