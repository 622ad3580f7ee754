import { emit, type RecordOpenDetail } from '@ringback/ui';
import { webUrl } from '../web-url.ts';

/** Asks for the record; what happens `otherwise`, when the page does not answer: its own page, where nothing else is said. */
export function openRecord(
  element: HTMLElement,
  { url, ...record }: Omit<RecordOpenDetail, 'url'> & { url?: string | undefined },
  otherwise?: () => void,
): void {
  const address = webUrl(url);
  const detail = { ...record, ...(address === undefined ? {} : { url: address }) };
  if (!emit(element, 'ringback-record-open', detail, { cancelable: true })) return;
  if (otherwise) otherwise();
  else if (address !== undefined) window.open(address, '_blank', 'noopener,noreferrer');
}
