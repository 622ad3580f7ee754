/** What to say in such a call. */
import type { CallScript } from '@ringback/model';
import { html, nothing } from 'lit';
import { Block } from './block.ts';
import type { MoreMeans } from './means.ts';
import { moreWords } from './more.words.ts';
import { fittingScripts, scriptText } from './script-text.ts';

export function scriptBlock(means: MoreMeans): Block<CallScript> | undefined {
  const { backend, facts, locale, changed, failed } = means;
  if (!backend()?.scripts) return undefined;
  let all: readonly CallScript[] = [];
  let chosen: string | undefined;
  const choose = (event: Event) => {
    chosen = (event.target as HTMLSelectElement).value;
    changed();
  };
  const block: Block<CallScript> = new Block<CallScript>({
    ...{ name: 'script', eager: true, unfolds: true, changed, failed },
    gist: ({ name }) => name,
    async read() {
      all = (await backend()?.scripts?.list()) ?? [];
      return fittingScripts(all, facts());
    },
    frame: () => {
      const { items } = block;
      const now = items.find(({ id }) => id === chosen) ?? items[0];
      const names = { party: facts().party?.name, agent: backend()?.state.me?.agent.name };
      return html`${
          items.length > 1
            ? html`<select class="field" aria-label=${moreWords[locale()].chooseScript} @change=${choose}>
                ${items.map(({ id, name }) => html`<option value=${id} ?selected=${id === now?.id}>${name}</option>`)}
              </select>`
            : nothing
        }
        <p class="script" part="script">${now ? scriptText(now.text, names) : nothing}</p>`;
    },
    item: () => nothing,
  });
  return block;
}
