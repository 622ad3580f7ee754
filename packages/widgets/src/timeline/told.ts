/** What an event tells of the history; the gateway tells the same when it is asked. */
import type { RingbackEvent, TimelineEntry } from '@ringback/model';

export function toldEntry({ type, data }: RingbackEvent): TimelineEntry | undefined {
  if (type === 'timeline.changed') return data.entry;
  if (type === 'letter.created') {
    const { id, system, direction, at, subject, text, from, partyId, dealId, threadId } = data.letter;
    return {
      ...{ system, id, kind: 'mail', direction, at, title: subject, text, author: from },
      ...(partyId === undefined ? {} : { partyId }),
      ...(dealId === undefined ? {} : { dealId }),
      ...(threadId === undefined ? {} : { threadId }),
    };
  }
  // A call stands in the history when it is over, and is changed there later.
  if (!('call' in data) || data.call.state !== 'ended') return undefined;
  const { id, direction, startedAt, durationSeconds, comment, agent, party, number } = data.call;
  return {
    ...{ system: 'ringback', id, kind: 'call', direction, at: startedAt, durationSeconds, number },
    ...{ callId: id, text: comment, missed: data.call.endReason === 'missed' },
    ...(agent ? { author: agent.name } : {}),
    ...(party ? { partyId: party.id } : {}),
    ...(data.call.recordings ? { recordings: data.call.recordings } : {}),
  };
}
