import type { AudioDevice, AudioProcessing, DeviceKind, DevicesState, PhoneDevices } from '@ringback/model';
import {
  buttonStyles,
  fieldStyles,
  fill,
  icon,
  micIcon,
  setStyle,
  squareIcon,
  tokens,
  volumeIcon,
} from '@ringback/ui';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { PanelContext } from '../../softphone/panel.ts';
import { PanelElement, panelElementStyles } from '../panel-element.ts';
import { devicesStyles } from './devices.styles.ts';
import { devicesWords } from './devices.words.ts';

const KINDS = ['microphone', 'speaker', 'ringer'] as const satisfies readonly DeviceKind[];
const SWITCHES = {
  echoCancellation: 'echo',
  noiseSuppression: 'noise',
  autoGain: 'gain',
} as const satisfies Record<keyof AudioProcessing, string>;

interface Plugged {
  readonly kind: 'microphone' | 'speaker';
  readonly device: AudioDevice;
}

/** @summary Microphone, speaker, ringing: chosen, heard and tested before the call. Part of `<ringback-softphone>`. */
export class SoftphoneDevices extends PanelElement {
  static override readonly styles = [tokens, buttonStyles, fieldStyles, panelElementStyles, devicesStyles];

  @state() private level = 0;
  /** What has come since the panel was opened. */
  @state() private plugged: Plugged | undefined;
  @state() private headsetView: ((context: PanelContext) => TemplateResult) | undefined;

  #known: DevicesState | undefined;
  #followed: PhoneDevices | undefined;
  #stop: (() => void) | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#followed = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('context')) return;
    const { phone } = this.context;
    if (phone?.devices !== this.#followed) {
      this.#stop?.();
      this.#followed = phone?.devices;
      this.#stop = phone?.devices?.followLevel((level) => (this.level = level));
    }
    this.#notice(phone?.state.devices);
  }

  protected override render(): TemplateResult {
    const words = this.words(devicesWords);
    const devices = this.context.phone?.state.devices;
    if (!devices)
      return html`<p class="hint">${words.unheard}</p>
        ${this.#renderTest('off')}`;
    return html`${devices.permission === 'denied' ? html`<p class="wrong">${words.denied}</p>` : nothing}
      ${this.#renderPlugged()} ${KINDS.map((kind) => this.#renderChoice(kind, devices))}
      ${devices.speakers.length === 0 && !devices.asks ? html`<p class="hint">${words.oneSpeaker}</p>` : nothing}
      <fieldset>
        ${(Object.keys(SWITCHES) as (keyof AudioProcessing)[]).map(
          (name) =>
            html`<label class="choice">
              <input
                type="checkbox"
                name=${name}
                .checked=${devices.processing[name]}
                @change=${() => this.#process({ ...devices.processing, [name]: !devices.processing[name] })}
              />
              ${words[SWITCHES[name]]}
            </label>`,
        )}
      </fieldset>
      ${this.#renderTest(devices.test)} ${this.#renderHeadset()}`;
  }

  #renderChoice(kind: DeviceKind, devices: DevicesState): TemplateResult | typeof nothing {
    const words = this.words(devicesWords);
    const there = kind === 'microphone' ? devices.microphones : devices.speakers;
    if (kind !== 'microphone' && there.length === 0) return this.#renderAsk(kind);
    const chosen = devices.chosen[kind];
    const gone = chosen !== undefined && !there.some(({ id }) => id === chosen);
    return html`<div class="device">
        <label
          ><span class="label">${words[kind]}</span>
          <select
            class="field"
            name=${kind}
            @change=${(event: Event) => this.#choose(kind, (event.target as HTMLSelectElement).value)}
          >
            <option value="" ?selected=${chosen === undefined}>${words.system}</option>
            ${there.map((device, nth) => html`<option value=${device.id} ?selected=${device.id === chosen}>${device.name || fill(words.unnamed, { number: nth + 1 })}</option>`)}
            ${gone ? html`<option value=${chosen} selected>${this.#goneName(chosen)}</option>` : nothing}
          </select>
        </label>
        ${
          kind === 'microphone'
            ? nothing
            : html`<button
                class="button icon-only"
                part="sample"
                type="button"
                title=${words.sample}
                aria-label=${`${words.sample}: ${words[kind]}`}
                @click=${() => this.#run((phone) => phone.playSample(kind))}
              >
                ${icon(volumeIcon)}
              </button>`
        }
      </div>
      ${kind === 'microphone' ? nothing : this.#renderAsk(kind)}`;
  }

  /** Some browsers list no more speakers than a person has let them use. */
  #renderAsk(kind: Exclude<DeviceKind, 'microphone'>): TemplateResult | typeof nothing {
    if (!this.context.phone?.state.devices?.asks) return nothing;
    const words = this.words(devicesWords);
    return html`<button
      class="button"
      part="ask"
      type="button"
      @click=${() => this.#run(async (devices) => devices.askForSpeaker?.(kind))}
    >
      ${fill(words.ask, { what: words[kind] })}
    </button>`;
  }

  #renderPlugged(): TemplateResult | typeof nothing {
    const words = this.words(devicesWords);
    const { plugged } = this;
    return plugged
      ? html`<div class="row news">
          <span class="grow">${fill(words.plugged, { name: plugged.device.name })}</span>
          <button
            class="button"
            part="use"
            type="button"
            @click=${() => this.#choose(plugged.kind, plugged.device.id)}
          >
            ${words.use}
          </button>
        </div>`
      : nothing;
  }

  #renderTest(test: DevicesState['test']): TemplateResult {
    const words = this.words(devicesWords);
    const busy = this.context.phone?.state.calls.some((call) => call.state !== 'ended') ?? false;
    const label = { off: words.record, recording: words.stop, playing: words.enough }[test];
    const percent = Math.round(Math.min(1, Math.max(0, this.level)) * 100);
    const press = (): void => {
      if (!busy) this.#run((phone) => (test === 'off' ? phone.startTest() : phone.stopTest()));
    };
    return html`<div class="rows">
      <div
        class="meter"
        part="level"
        role="meter"
        aria-label=${words.level}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${percent}
      >
        <span class="bar" ${setStyle({ 'inline-size': `${percent}%` })}></span>
      </div>
      <button class="button" part="test" type="button" aria-disabled=${String(busy)} @click=${press}>
        ${icon(test === 'off' ? micIcon : squareIcon)}<span>${label}</span>
      </button>
      <p class="hint" role="status">
        ${busy ? words.inCall : test === 'recording' ? words.recording : test === 'playing' ? words.playing : nothing}
      </p>
    </div>`;
  }

  /** Comes by itself: most people have no headset that speaks with browsers. */
  #renderHeadset(): TemplateResult | typeof nothing {
    if (!this.context.headset?.possible) return nothing;
    if (this.headsetView) return this.headsetView(this.context);
    // Without it the panel does all the rest; it is asked for again with the next update.
    import('./ringback-softphone-headset.ts').then(
      ({ view }) => (this.headsetView = view),
      () => undefined,
    );
    return nothing;
  }

  #goneName(id: string): string {
    const words = this.words(devicesWords);
    const before = [...(this.#known?.microphones ?? []), ...(this.#known?.speakers ?? [])];
    const name = before.find((device) => device.id === id)?.name;
    return name ? fill(words.unplugged, { name }) : words.gone;
  }

  /** Tells what was plugged in; what was there when the panel opened is no news. Names of what has gone are remembered. */
  #notice(devices: DevicesState | undefined): void {
    if (!devices) return;
    const before = this.#known;
    const news = (kind: 'microphone' | 'speaker', list: 'microphones' | 'speakers'): Plugged | undefined => {
      const device =
        before &&
        devices[list].find(({ id, name }) => name && !before[list].some((known) => known.id === id));
      return device && { kind, device };
    };
    const fresh = news('microphone', 'microphones') ?? news('speaker', 'speakers');
    // By the bar's own live region: one in a panel that has just been drawn is not heard everywhere.
    if (fresh) this.context.say(fill(this.words(devicesWords).plugged, { name: fresh.device.name }));
    this.plugged = fresh ?? this.plugged;
    if (this.plugged && devices.chosen[this.plugged.kind] === this.plugged.device.id)
      this.plugged = undefined;
    this.#known = before
      ? {
          ...devices,
          microphones: union(before.microphones, devices.microphones),
          speakers: union(before.speakers, devices.speakers),
        }
      : devices;
  }

  #choose(kind: DeviceKind, id: string): void {
    this.#run((phone) => phone.choose(kind, id || undefined));
  }

  #process(processing: AudioProcessing): void {
    this.#run((phone) => phone.setProcessing(processing));
  }

  #run(command: (devices: PhoneDevices) => Promise<void>): void {
    const devices = this.context.phone?.devices;
    if (devices) void this.context.run(() => command(devices));
  }
}

function union(before: readonly AudioDevice[], now: readonly AudioDevice[]): AudioDevice[] {
  return [...now, ...before.filter(({ id }) => !now.some((device) => device.id === id))];
}
