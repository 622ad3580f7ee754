import { bellIcon, buttonStyles, icon, logOutIcon, tokens } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { mayNotify } from '../../softphone/notification.ts';
import type { BarPanel } from '../../softphone/panel.ts';
import { PanelElement, panelElementStyles } from '../panel-element.ts';
import { moreWords } from './more.words.ts';

/** @summary The bar's menu of what has no button of its own. Part of `<ringback-softphone>`. */
export class SoftphoneMore extends PanelElement {
  static override readonly styles = [tokens, buttonStyles, panelElementStyles];

  protected override render(): TemplateResult {
    const { hidden, phone } = this.context;
    return html`<ul class="rows">
      ${hidden.map((panel) => html`<li>${this.#entry(panel)}</li>`)}
      ${mayNotify() === 'default' ? html`<li>${this.#notifications()}</li>` : nothing}
      ${phone?.signOut && phone.state.status !== 'signed-out' ? html`<li>${this.#signOut()}</li>` : nothing}
    </ul>`;
  }

  #entry(panel: BarPanel): TemplateResult {
    return html`<button
      class="button quiet wide"
      part="entry"
      type="button"
      @click=${() => this.context.open(panel)}
    >
      ${icon(this.context.icon(panel))}<span>${this.context.label(panel)}</span>
    </button>`;
  }

  /** Asked only here, on a person's wish; once he has answered, the browser keeps the answer. */
  #notifications(): TemplateResult {
    const ask = async (): Promise<void> => {
      await Notification.requestPermission();
      this.requestUpdate();
    };
    return html`<button class="button quiet wide" part="notifications" type="button" @click=${ask}>
      ${icon(bellIcon)}<span>${this.words(moreWords).notify}</span>
    </button>`;
  }

  #signOut(): TemplateResult {
    const { phone, run, close } = this.context;
    // During a call it would be a second, mistakable way to hang up.
    const busy = phone?.state.calls.some(({ state }) => state !== 'ended') ?? false;
    const words = this.words(moreWords);
    const leave = (): void => {
      if (busy) return;
      close();
      void run(() => phone?.signOut?.());
    };
    return html`<button
        class="button quiet wide"
        part="sign-out"
        type="button"
        aria-disabled=${String(busy)}
        aria-describedby="why"
        @click=${leave}
      >
        ${icon(logOutIcon)}<span>${words.signOut}</span>
      </button>
      <span class="hint" id="why">${busy ? words.notNow : nothing}</span>`;
  }
}
