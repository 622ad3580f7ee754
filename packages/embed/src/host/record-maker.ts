/** The window in which the bar's "+" makes records; loaded with the first one. */
import type { RecordCreateDetail } from '@ringback/ui';
import type { RingbackRecordWindow } from '@ringback/widgets';
import '@ringback/widgets/ringback-record-window.js';
import type { Ports } from './commands.ts';

export function openRecordMaker({ phone, backend }: Ports) {
  const window: RingbackRecordWindow = document.createElement('ringback-record-window');
  Object.assign(window, { phone, backend });
  document.body.append(window);

  /** The customer on the phone. */
  function ofWhom({ callId }: RecordCreateDetail): Partial<RecordCreateDetail> {
    const { call, matches = [] } = backend.state.live.find((item) => item.call.id === callId) ?? {};
    const party = call?.party ?? (matches.length === 1 ? matches[0]?.party : undefined);
    return party ? { partyId: party.id, name: party.name } : {};
  }

  return {
    make: (detail: RecordCreateDetail) => window.create({ ...ofWhom(detail), ...detail }),
    remove: () => window.remove(),
  };
}
