/** Reads the event log on from where it was left, in the transaction that writes what follows from it: a gateway that dies loses nothing. */
import type { AdapterLog } from '@ringback/adapters';
import type { Store, StoredEvent, Tx } from './store/contract.ts';

const AT_ONCE = 100;
/** Of the gateway's own kept values. */
const ACCOUNT = 'gateway';

export interface FollowLogOptions {
  store: Store;
  log: AdapterLog;
  /** Under which the position is kept. A new one begins at the log's end. */
  position: string;
}

export async function followLog(
  { store, log, position: key }: FollowLogOptions,
  each: (tx: Tx, stored: StoredEvent) => Promise<void>,
): Promise<void> {
  const kept = store.crmKept.of(ACCOUNT);
  for (;;) {
    const text = await kept.get(key);
    const position = text === undefined ? await store.events.latestId() : Number(text);
    const { events, reset } = await store.events.since(position, AT_ONCE);
    if (reset)
      log.warn({ key, position }, 'the event log does not reach back to here: what came before is not told');
    const next = reset ? await store.events.latestId() : (events.at(-1)?.event.id ?? position);
    if (next === position && text !== undefined) return;
    await store.transaction(async (tx) => {
      for (const stored of events) await each(tx, stored);
      await kept.replace(key, text, String(next));
    });
  }
}
