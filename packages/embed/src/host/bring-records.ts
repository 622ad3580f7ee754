/** A record that somebody wants by the bar's "+", and that nothing in the page makes, is made in a window of ours. */
import { isPages, type RingbackSoftphone } from '@ringback/softphone';
import { makersOf, type RecordCreateDetail } from '@ringback/ui';
import type { Ports } from './commands.ts';
import type { openRecordMaker } from './record-maker.ts';

const EVENT = 'ringback-record-create';

/** What a bar offers that says nothing else: whatever the page does not make itself is made here. */
export const EVERYTHING = 'all';

/** @returns the way to stop, and to take the window off again. */
export function bringRecords(
  ports: Ports,
  load: () => Promise<{ openRecordMaker: typeof openRecordMaker }> = () => import('./record-maker.ts'),
): () => void {
  let maker: ReturnType<typeof openRecordMaker> | undefined;
  let stopped = false;
  const bars = document.getElementsByTagName('ringback-softphone');
  const watch = new MutationObserver(tell);
  watch.observe(document, { childList: true, subtree: true });

  /** Bars of the page's own, whenever they come. */
  function tell(): void {
    for (const bar of bars) bar.create ||= EVERYTHING;
  }

  // Whoever else listens, however late it came, is asked before us.
  const beLast = (): void => addEventListener(EVENT, answer, { once: true });

  function answer(event: Event): void {
    const { detail, defaultPrevented, target } = event as CustomEvent<RecordCreateDetail>;
    const bar = target as RingbackSoftphone;
    if (defaultPrevented || bar.localName !== 'ringback-softphone' || isPages(bar, detail.kind)) return;
    // The bar has its own short form of a customer, and of a lead where that is a kind of customer.
    if (detail.kind === 'party' || !makersOf(ports.backend)[detail.kind]) return;
    event.preventDefault();
    void bar.attempt(async () => {
      const { openRecordMaker } = await load();
      if (!stopped) await (maker ??= openRecordMaker(ports)).make(detail);
    });
  }

  addEventListener(EVENT, beLast, true);
  tell();
  return () => {
    stopped = true;
    watch.disconnect();
    for (const bar of bars) if (bar.create === EVERYTHING && !bar.hasAttribute('create')) bar.create = '';
    removeEventListener(EVENT, beLast, true);
    maker?.remove();
  };
}
