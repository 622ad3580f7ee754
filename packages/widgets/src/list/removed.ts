import type { EventData, RingbackEvent } from '@ringback/model';

/** The record of this kind that is there no more, where the event says so. */
export function removedId(
  event: RingbackEvent,
  kind: EventData<'record.removed'>['kind'],
): string | undefined {
  return event.type === 'record.removed' && event.data.kind === kind ? event.data.id : undefined;
}
