/** Asks the page for a record; what the page does not answer opens in a window of ours, loaded when it is first needed. */
import { emit, type RecordCreateDetail, type RecordOpenDetail, type RingbackElement } from '@ringback/ui';
import { openRecord } from '../list/open-record.ts';
import type { RingbackRecordWindow } from './record-window.ts';

type Asker = RingbackElement;
type Use = (window: RingbackRecordWindow) => Promise<void>;

export function createRecord(
  from: Asker,
  detail: RecordCreateDetail,
  failed: (error: unknown) => void,
): void {
  if (emit(from, 'ringback-record-create', detail, { cancelable: true }))
    void bring(from, (window) => window.create(detail)).catch(failed);
}

/** A record with a page of its own opens there. */
export function showRecord(
  from: Asker,
  record: Omit<RecordOpenDetail, 'url'> & { url?: string | undefined },
  failed: (error: unknown) => void,
): void {
  const { url: _, ...bare } = record;
  const otherwise =
    record.url === undefined && (() => void bring(from, (window) => window.open(bare)).catch(failed));
  openRecord(from, record, otherwise || undefined);
}

/** One for the page. It stands where the page's own look reaches it, and outlives the card that asked for it. */
async function bring(from: Asker, use: Use): Promise<void> {
  await import('./ringback-record-window.ts');
  const place = from.closest('ringback-provider') ?? document.body;
  const there = place.querySelector<RingbackRecordWindow>(':scope > ringback-record-window');
  const window = there ?? document.createElement('ringback-record-window');
  // Its ports are the asker's, who need not have them from the page; and it speaks as the page does there.
  const lang = from.closest<HTMLElement>('[lang]')?.lang;
  Object.assign(window, { phone: from.phone, backend: from.backend, ...(lang ? { lang } : {}) });
  if (!there) place.append(window);
  await use(window);
}
