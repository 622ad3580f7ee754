import type { Backend, EventType, RingbackEvent } from '@ringback/model';

/** Every fact that a page can hear of: as `ringback-call-ended` in the DOM, as `call.ended` by the command `on`. */
export const FACTS = {
  'call.ringing': true,
  'call.connecting': true,
  'call.connected': true,
  'call.held': true,
  'call.resumed': true,
  'call.ended': true,
  'call.updated': true,
  'dial.requested': true,
  'callback.requested': true,
  'callback.changed': true,
  'callback.kept': true,
  'callback.broken': true,
  'party.created': true,
  'party.updated': true,
  'party.merged': true,
  'record.removed': true,
  'deal.created': true,
  'deal.updated': true,
  'lead.created': true,
  'lead.updated': true,
  'task.created': true,
  'task.updated': true,
  'task.reminder': true,
  'process.created': true,
  'process.updated': true,
  'letter.created': true,
  'timeline.changed': true,
  'notice.created': true,
  'missed.changed': true,
  'agent.updated': true,
  'access.changed': true,
  'me.updated': true,
  'settings.updated': true,
  'campaign.changed': true,
  'campaign.called': true,
  'alarm.raised': true,
  'address.locked': true,
  'address.unlocked': true,
} as const satisfies Record<EventType, true>;

export function isFact(name: unknown): name is EventType {
  return typeof name === 'string' && Object.hasOwn(FACTS, name);
}

/** Dispatches each fact once on `target`, from where it bubbles to the document. Returns the way to stop. */
export function dispatchFacts(backend: Backend, target: EventTarget): () => void {
  return backend.follow(({ type, data }: RingbackEvent) => {
    const name = `ringback-${type.replace('.', '-')}`;
    target.dispatchEvent(new CustomEvent(name, { detail: data, bubbles: true, composed: true }));
  });
}
