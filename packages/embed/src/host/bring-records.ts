/** A record that somebody wants by the bar's "+", and that nothing in the page makes, is made in a window of ours. */
import type { RecordCreateDetail } from '@ringback/ui';
import type { RingbackRecordWindow } from '@ringback/widgets';
import type { Ports } from './commands.ts';

const EVENT = 'ringback-record-create';
const TAG = 'ringback-record-window';

/** @returns the way to stop, and to take the window off again. */
export function bringRecords(
  { phone, backend }: Ports,
  load: () => Promise<unknown> = () => import('@ringback/widgets/ringback-record-window.js'),
): () => void {
  let mine: RingbackRecordWindow | undefined;

  // Whoever else listens, however late it came, is asked before us.
  const beLast = (): void => addEventListener(EVENT, answer, { once: true });

  function answer(event: Event): void {
    if (event.defaultPrevented || !isOfBar(event)) return;
    const { detail } = event as CustomEvent<RecordCreateDetail>;
    // The bar has its own short form of a customer, and of a lead where that is a kind of customer.
    if (detail.kind === 'party' || (detail.kind === 'lead' && !backend.leads?.create)) return;
    event.preventDefault();
    load()
      .then(() => {
        mine ??= document.body.appendChild(document.createElement(TAG));
        Object.assign(mine, { phone, backend });
        return mine.create({ ...ofWhom(detail), ...detail });
      })
      .catch((error: Error) => console.warn(`Ringback: ${error.message}`));
  }

  /** The customer on the phone. */
  function ofWhom({ callId }: RecordCreateDetail): Partial<RecordCreateDetail> {
    const { call, matches = [] } = backend.state.live.find((item) => item.call.id === callId) ?? {};
    const party = call?.party ?? (matches.length === 1 ? matches[0]?.party : undefined);
    return party ? { partyId: party.id, name: party.name } : {};
  }

  addEventListener(EVENT, beLast, true);
  return () => {
    removeEventListener(EVENT, beLast, true);
    mine?.remove();
  };
}

const isOfBar = (event: Event): boolean => (event.target as Element).localName === 'ringback-softphone';
