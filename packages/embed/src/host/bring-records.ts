/** A record that somebody wants by the bar's "+", and that nothing in the page makes, is made in a window of ours. */
import type { RecordCreateDetail } from '@ringback/ui';
import type { Ports } from './commands.ts';
import type { openRecordMaker } from './record-maker.ts';

const EVENT = 'ringback-record-create';

/** @returns the way to stop, and to take the window off again. */
export function bringRecords(
  ports: Ports,
  load: () => Promise<{ openRecordMaker: typeof openRecordMaker }> = () => import('./record-maker.ts'),
): () => void {
  let maker: ReturnType<typeof openRecordMaker> | undefined;

  // Whoever else listens, however late it came, is asked before us.
  const beLast = (): void => addEventListener(EVENT, answer, { once: true });

  function answer(event: Event): void {
    const { detail, target } = event as CustomEvent<RecordCreateDetail>;
    if (event.defaultPrevented || (target as Element).localName !== 'ringback-softphone') return;
    // The bar has its own short form of a customer, and of a lead where that is a kind of customer.
    if (detail.kind === 'party' || (detail.kind === 'lead' && !ports.backend.leads?.create)) return;
    event.preventDefault();
    load()
      .then((part) => (maker ??= part.openRecordMaker(ports)).make(detail))
      .catch((error: Error) => console.warn(`Ringback: ${error.message}`));
  }

  addEventListener(EVENT, beLast, true);
  return () => {
    removeEventListener(EVENT, beLast, true);
    maker?.remove();
  };
}
