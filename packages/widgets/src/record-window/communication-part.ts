import type { Locale } from '@ringback/model';
import type { RecordCreateDetail } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import { beginForm, entryForm, type EntryText } from '../timeline/entry-form.ts';
import { recordWindowWords } from './record-window.words.ts';
import type { PartMeans, WindowPart } from './window-part.ts';

export function createPart(detail: RecordCreateDetail, means: PartMeans): WindowPart {
  const { backend, locale, changed, failed, close, leave, created } = means;
  const { partyId, dealId, leadId, kind } = detail;
  const links = Object.fromEntries(
    Object.entries({ partyId, dealId, leadId }).filter(([, id]) => id !== undefined),
  );
  let saving = false;
  let problem: string | undefined;
  /** Kept on this device until the gateway can be reached. */
  let waits = false;
  async function save(text: EntryText): Promise<void> {
    saving = true;
    problem = undefined;
    changed();
    try {
      const entry = await backend()?.timeline?.create?.({ ...text, ...links });
      if (!entry) return;
      waits = entry.waiting === true;
      created({ kind, id: entry.id, title: entry.title ?? entry.text }, { waits });
    } catch (error) {
      problem = (error as Error).message;
      failed(error);
    } finally {
      saving = false;
      changed();
    }
  }
  return {
    begin: (window) => beginForm(window.querySelector('form')!, { kind: 'note' }),
    view: () => {
      if (waits) return waitsView(locale(), close);
      return entryForm({
        ...{ locale: locale(), entry: undefined, saving, problem },
        // The window itself asks what becomes of what was typed.
        ...{ leave: undefined, cancel: leave },
        save: (text) => void save(text),
      });
    },
  };
}

function waitsView(locale: Locale, close: () => void): TemplateResult {
  const words = recordWindowWords[locale];
  return html`<p role="status" data-waits>${words.waits}</p>
    <div class="buttons">
      <button class="button primary" type="button" @click=${close}>${words.close}</button>
    </div>`;
}
