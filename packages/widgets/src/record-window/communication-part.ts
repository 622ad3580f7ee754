import type { RecordCreateDetail } from '@ringback/ui';
import { beginForm, entryForm, type EntryText } from '../timeline/entry-form.ts';
import type { PartMeans, WindowPart } from './window-part.ts';

export function createPart(detail: RecordCreateDetail, means: PartMeans): WindowPart {
  const { backend, locale, changed, failed, close, created } = means;
  const { partyId, dealId, leadId, kind } = detail;
  const links = Object.fromEntries(
    Object.entries({ partyId, dealId, leadId }).filter(([, id]) => id !== undefined),
  );
  let saving = false;
  let problem: string | undefined;
  async function save(text: EntryText): Promise<void> {
    saving = true;
    problem = undefined;
    changed();
    try {
      const entry = await backend()?.timeline?.create?.({ ...text, ...links });
      if (entry) created({ kind, id: entry.id, title: entry.title ?? entry.text });
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
    view: () =>
      entryForm({
        ...{ locale: locale(), entry: undefined, saving, problem, cancel: close },
        save: (text) => void save(text),
      }),
  };
}
