/** The window beside the strip: which panel is in it, its loading, and where the focus goes when it opens and closes. */
import type { Locale, PhoneCall } from '@ringback/model';
import {
  activityIcon,
  clockIcon,
  dockIcon,
  headphonesIcon,
  icon,
  type IconNode,
  keyboardIcon,
  mailIcon,
  onePerson,
  phoneOutgoingIcon,
  plusIcon,
  userIcon,
  windowIcon,
  xIcon,
} from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { Caller } from './caller.ts';
import { kindsOf } from './kinds.ts';
import { readMenu } from './menu-view.ts';
import type { BarPanel, PanelContext, PanelName, PanelPart, RecordSeed } from './panel.ts';
import { PANEL_PARTS } from './panel-parts.ts';
import { panelShellStyles } from './panel-shell.styles.ts';
import { panelShellWords } from './panel-shell.words.ts';
import type { RingbackSoftphone } from './softphone.ts';

const ICONS: Record<BarPanel, IconNode> = {
  recent: clockIcon,
  create: plusIcon,
  numbers: phoneOutgoingIcon,
  mail: mailIcon,
  status: userIcon,
  devices: headphonesIcon,
  health: activityIcon,
  keys: keyboardIcon,
  window: windowIcon,
  place: dockIcon,
};

/** These show what one person has and does; the others are about the phone. */
const OF_ONE: readonly PanelName[] = ['recent', 'create', 'mail', 'status', 'forwarding', 'transfer'];

/** What the bar lends to its panels. */
export interface Lent extends Pick<PanelContext, 'run' | 'say' | 'arrange'> {
  locale(): Locale;
  caller(call: PhoneCall): Caller;
  has(panel: BarPanel): boolean;
}

interface Open {
  readonly name: PanelName;
  readonly callId: string | undefined;
  readonly seed: RecordSeed | undefined;
  readonly view?: Extract<PanelPart, { view: unknown }>['view'];
  readonly failed?: boolean;
}

export class PanelShell {
  readonly #bar: RingbackSoftphone;
  readonly #lent: Lent;
  #open: Open | undefined;
  #opener: HTMLElement | undefined;

  constructor(bar: RingbackSoftphone, lent: Lent) {
    this.#bar = bar;
    this.#lent = lent;
    // What a panel shows of one person, and what he typed into it, is not for the next.
    onePerson(bar, () => this.close());
    bar.shadowRoot!.adoptedStyleSheets.push(panelShellStyles.styleSheet!);
    bar.requestUpdate();
  }

  get name(): PanelName | undefined {
    return this.#open?.name;
  }
  get callId(): string | undefined {
    return this.#open?.callId;
  }

  label(panel: PanelName): string {
    return this.#words[panel];
  }
  icon(panel: BarPanel): IconNode {
    return ICONS[panel];
  }

  /** Opens, or closes what is open already. */
  toggle(name: PanelName, callId?: string): void {
    if (this.name === name && this.callId === callId) this.close();
    else void this.open(name, callId);
  }

  async open(name: PanelName, callId?: string, seed?: RecordSeed): Promise<void> {
    const focused = this.#bar.shadowRoot?.activeElement;
    if (focused instanceof HTMLElement && !focused.closest('.panel')) this.#opener = focused;
    const open: Open = { name, callId, seed };
    this.#show(open);
    let part: PanelPart;
    try {
      part = await PANEL_PARTS[name]();
    } catch {
      // It did not come: no network, or a new version has taken its place.
      if (this.#open === open) this.#show({ ...open, failed: true });
      return;
    }
    if (this.#open !== open) return;
    if ('act' in part) {
      this.close();
      return void part.act(this.#context(open));
    }
    this.#show({ ...open, view: part.view });
    await this.#bar.updateComplete;
    this.#bar.shadowRoot?.querySelector<HTMLElement>('.panel > :not(header)')?.focus();
  }

  /** The focus returns to where it was before, unless it has gone on. */
  close(): void {
    const inside = this.#bar.shadowRoot?.activeElement?.closest('.panel');
    const opener = this.#opener;
    this.#show(undefined);
    if (inside) void this.#bar.updateComplete.then(() => opener?.isConnected && opener.focus());
  }

  render(): TemplateResult | typeof nothing {
    const open = this.#open;
    if (!open) return nothing;
    const words = this.#words;
    const title = words[open.name];
    const away = OF_ONE.includes(open.name) && this.#bar.backend?.state.status === 'signed-out';
    const typed = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.stopPropagation();
      this.close();
    };
    return html`<section
      class="panel ${away ? 'away' : ''}"
      part="panel"
      role="group"
      aria-label=${title}
      @keydown=${typed}
    >
      <header class="panel-head">
        <b class="title">${title}</b>
        <button
          class="button quiet icon-only"
          part="close"
          type="button"
          title=${words.close}
          aria-label=${words.close}
          @click=${() => this.close()}
        >
          ${icon(xIcon)}
        </button>
      </header>
      ${this.#body(open)} ${away ? html`<p class="hint away" role="status">${words.signedOut}</p>` : nothing}
    </section>`;
  }

  #body(open: Open): TemplateResult {
    const words = this.#words;
    if (open.view) return open.view(this.#context(open));
    if (!open.failed) return html`<p class="hint" role="status">${words.loading}</p>`;
    return html`<p class="hint" role="alert">${words.notLoaded}</p>
      <button class="button" type="button" @click=${() => void this.open(open.name, open.callId, open.seed)}>
        ${words.tryAgain}
      </button>`;
  }

  #context({ callId, seed }: Open): PanelContext {
    const { phone, backend, dock, keys, calls, headset } = this.#bar;
    const { run, say, arrange, caller } = this.#lent;
    const locale = this.#lent.locale();
    return {
      ...{ host: this.#bar, phone, backend, headset, dock, keys, locale, seed, run, say, arrange, caller },
      call: calls.find(({ id }) => id === callId),
      hidden: this.#hidden,
      kinds: kindsOf(this.#bar),
      label: (panel) => this.label(panel),
      icon: (panel) => this.icon(panel),
      dial: (number) => this.#bar.dial(number),
      open: (panel, next) => void this.open(panel, undefined, next),
      close: () => this.close(),
    };
  }

  /** In the order of the menu; a button of the strip that has no room now is offered behind "More" too. */
  get #hidden(): BarPanel[] {
    const { main, rest } = readMenu(this.#bar.panels);
    const seen = (panel: BarPanel) =>
      this.#bar.shadowRoot?.querySelector(`[part=${panel}-toggle]`)?.checkVisibility() ?? false;
    // What the page shows now is offered also where its tag does not name it.
    const hidden = new Set([...main.filter((panel) => !seen(panel)), ...rest, 'numbers' as const]);
    return [...hidden].filter((panel) => this.#lent.has(panel) && !seen(panel));
  }

  get #words(): (typeof panelShellWords)['en'] {
    return panelShellWords[this.#lent.locale()];
  }

  #show(open: Open | undefined): void {
    this.#open = open;
    this.#bar.requestUpdate();
  }
}
