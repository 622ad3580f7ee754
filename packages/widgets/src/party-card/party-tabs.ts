/** The tabs of the card: which there are, and the way from one to the next by keyboard. */
import type { Backend, Locale, Party } from '@ringback/model';
import { html, type TemplateResult } from 'lit';
import { partyTabsWords } from './party-tabs.words.ts';

export const PARTY_TABS = [
  'details',
  'people',
  'deals',
  'tasks',
  'processes',
  'communications',
  'letters',
  'orders',
  'documents',
  'history',
] as const;
export type PartyTab = (typeof PARTY_TABS)[number];

/** What the host keeps and the agent may see. */
export function tabsOf(party: Party, backend: Backend | undefined): PartyTab[] {
  const has: Record<PartyTab, unknown> = {
    details: true,
    people: party.nature !== 'person' && !party.organization && backend?.parties?.list,
    deals: backend?.deals,
    tasks: backend?.tasks,
    processes: backend?.processes,
    communications: backend?.timeline,
    letters: backend?.mail,
    orders: backend?.shop,
    documents: backend?.documents,
    history: backend?.parties?.history,
  };
  return PARTY_TABS.filter((tab) => has[tab]);
}

export interface TabsView {
  tabs: readonly PartyTab[];
  now: PartyTab;
  locale: Locale;
  label: string;
  choose: (tab: PartyTab) => void;
  panel: unknown;
}

export function tabsView({ tabs, now, locale, label, choose, panel }: TabsView): TemplateResult {
  const words = partyTabsWords[locale];
  return html`<div class="tabs" part="tabs" role="tablist" aria-label=${label} @keydown=${walk}>
      ${tabs.map(
        (tab) =>
          html`<button
            class="tab"
            type="button"
            role="tab"
            id="tab-${tab}"
            data-tab=${tab}
            aria-selected=${tab === now}
            aria-controls="panel"
            tabindex=${tab === now ? 0 : -1}
            @click=${() => choose(tab)}
          >
            ${words[tab]}
          </button>`,
      )}
    </div>
    <div class="panel" part="panel" role="tabpanel" id="panel" aria-labelledby="tab-${now}">${panel}</div>`;
}

/** Arrows follow the direction of writing. */
function walk(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement;
  const tabs = [...list.querySelectorAll<HTMLElement>('[role=tab]')];
  const at = tabs.indexOf(event.target as HTMLElement);
  const forward = getComputedStyle(list).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const back = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
  const steps: Record<string, number> = { [forward]: at + 1, [back]: at - 1, Home: 0, End: tabs.length - 1 };
  const to = steps[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  const tab = tabs[(to + tabs.length) % tabs.length];
  tab?.focus();
  tab?.click();
}
