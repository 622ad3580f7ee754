import type { Deal } from '@ringback/model';
import type { RecordCreateDetail, RecordOpenDetail } from '@ringback/ui';
import { html } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import type { RingbackDealCard } from '../deal-card/deal-card.ts';
import '../deal-card/ringback-deal-card.ts';
import type { DealSavedDetail } from '../events.ts';
import type { PartMeans, WindowPart } from './window-part.ts';

/** The deal's own card. A deal that is made from a call is what the call was about. */
function dealCard(
  means: PartMeans,
  begin: (card: RingbackDealCard) => void,
  saved: (deal: Deal) => void,
): WindowPart {
  const card = createRef<RingbackDealCard>();
  let begun = false;
  const came = (element: Element | undefined) => {
    (card as { value?: Element | undefined }).value = element;
    if (!element || begun) return;
    begun = true;
    begin(element as RingbackDealCard);
  };
  const onSaved = ({ detail }: CustomEvent<DealSavedDetail>) => {
    if (detail.isNew) saved(detail.deal);
  };
  return {
    view: () =>
      html`<ringback-deal-card
        ${ref(came)}
        .backend=${means.backend()}
        .phone=${means.phone()}
        @ringback-deal-saved=${onSaved}
        @ringback-deal-leave=${means.close}
      ></ringback-deal-card>`,
    mayLeave: () => card.value?.mayLeave() ?? true,
  };
}

export function createPart({ kind, callId, ...links }: RecordCreateDetail, means: PartMeans): WindowPart {
  return dealCard(
    means,
    (card) => card.create(links),
    ({ id, title }) => {
      if (callId) void means.backend()?.calls.update(callId, { dealId: id }).catch(means.failed);
      means.created({ kind, id, title });
    },
  );
}

export const openPart = ({ id }: RecordOpenDetail, means: PartMeans): WindowPart =>
  dealCard(
    means,
    (card) => card.open(id),
    () => {},
  );
