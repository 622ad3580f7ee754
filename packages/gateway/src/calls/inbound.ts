/** Calls from the world: who calls, who is to be rung, and the first ring. */
import type { PbxEvent } from '@ringback/adapters';
import { type Call, firmLines, may, type Settings } from '@ringback/model';
import { normaliseNumber } from '@ringback/model/phone-number';
import type { Matcher } from '../crm/matcher.ts';
import type { RoutingFacts } from '../routing/facts.ts';
import type { People, Person } from '../routing/people.ts';
import { type Plan, planCall } from '../routing/plan.ts';
import type { Visits } from '../visits/visits.ts';
import { offerInbound } from './decide-inbound.ts';
import { type Engine, onlyParty } from './engine.ts';
import { placeOf } from './place.ts';

export type TrunkOffer = Extract<PbxEvent, { type: 'leg.offered' }>;

export interface InboundOptions {
  engine: Engine;
  matcher: Matcher;
  routing: RoutingFacts;
  visits: Pick<Visits, 'ofLine'>;
  settings: () => Settings;
  now: () => Date;
}

/** Longest name and number that is taken over from the network. */
const LONGEST_NAME = 100;
const LONGEST_NUMBER = 64;

/** Handles the offer in the lane of the new call. */
export function createInbound(options: InboundOptions) {
  const { engine, matcher, routing, visits, settings, now } = options;
  return async (offer: TrunkOffer, callId: string): Promise<void> => {
    const startedAt = now();
    const { country } = settings();
    const number = clean(normaliseNumber(offer.caller.number, country), LONGEST_NUMBER);
    const line = clean(normaliseNumber(offer.dialled, country), LONGEST_NUMBER);
    const found = await matcher.inTime(number);
    const { matches } = found;
    const [facts, caller, source] = await Promise.all([
      routing.read(),
      routing.caller({ number, line, matches, at: startedAt }),
      visits.ofLine({ number, line, at: startedAt }),
    ]);
    const party = onlyParty(found.matches);
    const { people } = facts({ id: callId, number });
    const colleague = party ? undefined : ownerOf(number, facts().people);
    const lineName = firmLines(settings()).find((one) => one.number === line)?.name;
    const place = placeOf(number, country);
    const claimedName = clean(offer.caller.name ?? '', LONGEST_NAME);
    const call: Call = {
      id: callId,
      direction: 'in',
      state: 'ringing',
      number,
      ...(claimedName === '' ? {} : { claimedName }),
      line,
      ...(lineName ? { lineName } : {}),
      ...(place ? { place } : {}),
      ...(party ? { party } : {}),
      ...(colleague ? { colleague } : {}),
      ...(source ? { source } : {}),
      startedAt: startedAt.toISOString(),
      durationSeconds: 0,
      comment: '',
      version: 1,
    };
    engine.remember(callId, found);
    const name = found.matches[0]?.party.name ?? colleague?.name ?? call.claimedName;
    const plan = planCall(caller, settings(), people);
    const draft = offerInbound({
      ...{ call, plan, name, routing: facts, legId: offer.legId, now: startedAt },
      readers: readersOf(plan, settings(), people),
      circumstances: await engine.circumstances(),
    });
    await engine.commit(draft);
  };
}

/** Who calls from the road is no stranger: the mobile that he calls from is his, or his calls are forwarded there. */
function ownerOf(number: string, people: People): Call['colleague'] {
  const all = [...people.values()];
  const forwards = ({ self }: Person) =>
    self.forwarding.some(({ to }) => to.kind === 'number' && to.number === number);
  const owner = all.find(({ mobile }) => mobile?.number === number) ?? all.find(forwards);
  return owner && { id: owner.agent.id, name: owner.agent.name };
}

/** The network is not trusted: no control characters, no endless text. */
function clean(text: string, longest: number): string {
  return text
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .trim()
    .slice(0, longest);
}

/** Those whom the route names, with the heads of its groups; in a firm without routes all who take calls. */
function readersOf({ steps }: Plan, { routing }: Settings, people: People): string[] {
  const named = steps.flatMap((step) => {
    if (step.kind === 'person') return [step.agentId];
    const group = step.kind === 'group' && routing.groups.find(({ key }) => key === step.group);
    return group ? [...group.members, ...group.heads] : [];
  });
  const known = [...new Set(named)].filter((id) => people.has(id));
  if (known.length > 0) return known;
  return [...people.values()].filter(({ agent }) => may(agent, 'calls.dial')).map(({ agent }) => agent.id);
}
