/** The strip's own buttons: main panels, and the rest behind "More". */
import { clockIcon, fill, icon, moreIcon, plusIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { BAR_PANELS, type BarPanel, type PanelName } from './panel.ts';
import { whenPointed } from './when-pointed.ts';
import type { PanelShell } from './panel-shell.ts';
import type { SoftphoneWords } from './softphone.words.ts';
import { type ChangedKeys, spokenKey } from './usual-keys.ts';

export interface Menu {
  readonly main: readonly BarPanel[];
  readonly rest: readonly BarPanel[];
}

/** `recent create | status devices`: what has a button in the strip, then what stands behind "More". Unknown words are left out. */
export function readMenu(text: string): Menu {
  const [main = '', rest = ''] = text.split('|');
  const words = (part: string) =>
    part.split(/[\s,]+/).filter((word): word is BarPanel => (BAR_PANELS as readonly string[]).includes(word));
  return { main: words(main), rest: words(rest) };
}

interface MenuView {
  readonly main: readonly BarPanel[];
  readonly missed: number;
  /** Knows names and icons of the rare panels, and which is open; comes when it is first needed. */
  readonly shell: PanelShell | undefined;
  readonly words: SoftphoneWords;
  readonly keys: ChangedKeys;
  toggle(panel: PanelName): void;
  /** The pointer rests on it: what is only a choice shows itself. */
  hover(panel: PanelName): void;
}

export function menuView({ main, missed, shell, words, keys, toggle, hover }: MenuView): TemplateResult {
  const own = { recent: clockIcon, create: plusIcon, more: moreIcon };
  const isOwn = (panel: PanelName): panel is keyof typeof own => Object.hasOwn(own, panel);
  const label = (panel: BarPanel | 'more') => (isOwn(panel) ? words[panel] : (shell?.label(panel) ?? ''));
  const button = (panel: BarPanel | 'more') => {
    const counted = panel === 'recent' && missed > 0;
    const name = counted ? `${label(panel)}, ${fill(words.missedCount, { count: missed })}` : label(panel);
    return html`<button
      class="button quiet icon-only"
      part=${`${panel}-toggle`}
      type="button"
      title=${name}
      aria-label=${name}
      aria-expanded=${String(shell?.name === panel)}
      aria-keyshortcuts=${(panel === 'recent' && spokenKey('calls', keys)) || nothing}
      @click=${() => toggle(panel)}
      @pointerenter=${(event: PointerEvent) => whenPointed(event, () => hover(panel))}
    >
      ${icon(isOwn(panel) ? own[panel] : shell?.icon(panel))}${counted ? html`<span class="count" part="missed" aria-hidden="true">${missed}</span>` : nothing}
    </button>`;
  };
  return html`<div class="menu" part="menu" role="group" aria-label=${words.more}>
    ${main.map(button)} ${button('more')}
  </div>`;
}
