/** What the card says of a call, derived from what both tellers know. */
import type { CallDirection, EndReason, PartyMatch, PartyRef } from '@ringback/model';
import { type CardCall, keyOf } from './calls-book.ts';

export interface CallFacts {
  readonly number: string;
  /** Name that the caller gave for himself; of an internal call the colleague's. */
  readonly claim: string | undefined;
  readonly direction: CallDirection;
  readonly party: PartyRef | undefined;
  /** The match of `party`, where there is one: its reason and last talk. */
  readonly match: PartyMatch | undefined;
  /** Several may be meant, and nobody has said who. */
  readonly choice: readonly PartyMatch[];
  /** Nobody is known behind the number, and somebody may be found. */
  readonly unknown: boolean;
  /** It rings here and waits for this person. */
  readonly answerable: boolean;
  /** It waits while its agent asks a colleague whether he takes it. */
  readonly asking: boolean;
  /** The agent waits on the line while the customer's phone is called. */
  readonly callingCustomer: boolean;
  readonly connectedAt: string | undefined;
  readonly endReason: EndReason | undefined;
}

/** `others`: whatever else is on the card. */
export function factsOf(call: CardCall, others: readonly CardCall[] = []): CallFacts {
  const { phone, record, matches = [] } = call;
  const party = call.chosen ?? record?.party ?? (matches.length === 1 ? matches[0]?.party : undefined);
  const direction = record?.direction ?? phone?.direction ?? 'in';
  const callingCustomer = call.phase === 'talk' && !!record?.callback && !record.connectedAt;
  return {
    // Of an internal call the record names the one who was called; the phone, who is there on the other end.
    number: (direction === 'internal' ? phone?.number : undefined) ?? record?.number ?? phone?.number ?? '',
    claim: call.colleague ?? record?.claimedName ?? phone?.name,
    direction,
    party,
    match: party && matches.find((match) => keyOf(match.party) === keyOf(party)),
    choice: party ? [] : matches,
    unknown: call.matches?.length === 0 && !party && direction !== 'internal',
    answerable:
      call.phase === 'ring' && phone?.state === 'ringing' && phone.direction !== 'out' && !phone.handset,
    asking: others.some(({ phase, record: other }) => phase !== 'ended' && other?.consultationOf === call.id),
    callingCustomer,
    connectedAt: callingCustomer ? undefined : (record?.connectedAt ?? phone?.connectedAt),
    endReason: call.phase === 'ended' ? endReasonOf(call) : undefined,
  };
}

function endReasonOf({ record, phone }: CardCall): EndReason | undefined {
  const told = record?.endReason ?? phone?.endReason;
  // Over for us while the call itself goes on: a colleague has it.
  return (
    told ??
    (record?.agent && record.state !== 'ended' && !phone?.connectedAt ? 'answered-elsewhere' : undefined)
  );
}

/** Nobody has talked, and somebody could. */
export function mayDialAgain({ phase }: CardCall, { connectedAt, number, endReason }: CallFacts): boolean {
  return phase === 'ended' && number !== '' && !connectedAt && endReason !== 'answered-elsewhere';
}
