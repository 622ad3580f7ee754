import type { EventData, RingbackEvent } from '@ringback/model';

type Removed = EventData<'record.removed'>;

/** The record of this kind that is there no more, where the event says so. Two systems may call their records the same. */
export function removedFrom(event: RingbackEvent, kind: Removed['kind']): Removed | undefined {
  return event.type === 'record.removed' && event.data.kind === kind ? event.data : undefined;
}
