import type { UserChoice } from '@ringback/model';
import { type RecordCreateDetail, tieLead } from '@ringback/ui';
import { LeadForm } from '../leads/lead-form.ts';
import type { PartMeans, WindowPart } from './window-part.ts';

/** The firm's own form of leads, begun with whoever is on the phone. */
export function createPart({ kind, name, number, callId }: RecordCreateDetail, means: PartMeans): WindowPart {
  const { backend, locale, changed, failed, close, created } = means;
  let users: readonly UserChoice[] = [];
  const form = new LeadForm({
    ...{ backend, locale, changed, close, failed },
    people: () => users.map((user) => ({ id: user.id, title: user.name })),
    saved(lead) {
      created({ kind, id: lead.id, title: lead.name });
      void tieLead(backend(), callId, lead).catch(failed);
    },
  });
  const ready = form.begin({ name, ...(number ? { phones: [number] } : {}) });
  void backend()
    ?.users?.list()
    .then((found) => {
      users = found;
      changed();
    }, failed);
  return { ready, view: () => form.render(), mayLeave: () => form.mayLeave() };
}
