/** Follows the end of the event log: each fact once, in order, as soon as it is committed, whoever wrote it. */
import type { Store, StoredEvent } from './store/contract.ts';

const PAGE = 200;

export interface LogTail {
  /** All up to here has been told; undefined before the first look. */
  readonly position: number | undefined;
  /** Resolves when `position` is known. */
  ready(): Promise<void>;
  stop(): void;
}

export interface TailLogOptions {
  events: Pick<Store['events'], 'since' | 'latestId' | 'onAppend'>;
  /** `position` is already that of this event. */
  each(stored: StoredEvent): void;
  /** What came between is no longer kept. */
  reset?: () => void;
  failed(error: unknown): void;
}

/** Tells what comes from now on. */
export function tailLog({ events, each, reset, failed }: TailLogOptions): LogTail {
  let position: number | undefined;
  let reading = false;
  let more = false;
  let stopped = false;
  let beginning: Promise<void> | undefined;

  /** What is next is told at once, before anything else that waits for the same commit has its turn. */
  function heard(appended: readonly StoredEvent[]): void {
    const [first] = appended;
    if (reading || stopped || first?.event.id !== (position ?? NaN) + 1) return wake();
    try {
      appended.forEach(tell);
    } catch (error) {
      failed(error);
    }
  }

  function tell(stored: StoredEvent): void {
    position = stored.event.id;
    each(stored);
  }

  function wake(): void {
    more = true;
    if (reading || stopped) return;
    reading = true;
    readOn()
      .catch((error: unknown) => {
        if (!stopped) failed(error);
      })
      .finally(() => {
        reading = false;
        // Woken between the last look and here.
        if (more && !stopped) wake();
      });
  }

  async function readOn(): Promise<void> {
    do {
      more = false;
      await ready();
      const page = await events.since(position ?? 0, PAGE);
      if (stopped) return;
      if (page.reset) {
        position = await events.latestId();
        reset?.();
      }
      page.events.forEach(tell);
      more ||= page.events.length === PAGE;
    } while (more && !stopped);
  }

  function ready(): Promise<void> {
    beginning ??= events.latestId().then(
      (latest) => void (position ??= latest),
      (error: unknown) => {
        beginning = undefined;
        throw error;
      },
    );
    return beginning;
  }

  const stopListening = events.onAppend(heard);
  return {
    get position() {
      return position;
    },
    ready,
    stop() {
      stopped = true;
      stopListening();
    },
  };
}
