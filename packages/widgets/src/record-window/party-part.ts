import type { RecordCreateDetail } from '@ringback/ui';
import { PartyCreate } from '../party-form/party-create.ts';
import type { PartMeans, WindowPart } from './window-part.ts';

/** A contact of the party that it is made from, where that is an organization. */
export function createPart({ kind, partyId }: RecordCreateDetail, means: PartMeans): WindowPart {
  const { backend, locale, changed, failed, created, close } = means;
  const form = new PartyCreate({
    ...{ backend, locale, changed, failed },
    // The number is the party's that it is made from.
    known: { number: '', organizationId: partyId },
    async done(party, how) {
      if (how === 'created') return created({ kind, id: party.id, title: party.name });
      if (partyId) await backend()?.parties?.update?.(party.id, { organizationId: partyId });
      close();
    },
  });
  return { view: () => form.view(), dispose: () => form.dispose() };
}
