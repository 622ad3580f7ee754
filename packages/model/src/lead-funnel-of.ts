/** Reckons the funnel of leads. Pure: the gateway does it of the stored history, tests and the demo of their own. */
import type { FunnelGrouping } from './funnel.ts';
import type { LeadFunnel, LeadFunnelStep } from './lead-funnel.ts';
import type { Lead, LeadChange, LeadStatus } from './lead.ts';
import { between, counted, groupedBy, median } from './reckoning.ts';

const HOUR_MS = 3_600_000;

/** A call in which somebody talked with this number. */
export interface Talk {
  number: string;
  connectedAt: string;
  endedAt: string;
}

export interface LeadFunnelFacts {
  leads: readonly Lead[];
  /** In the host's order. */
  statuses: readonly LeadStatus[];
  /** Of these leads, in any order; others are passed over. Of a lead without any it is not known how soon what was done. */
  steps: readonly LeadChange[];
  /** In any order. */
  talks: readonly Talk[];
  by?: FunnelGrouping | undefined;
}

/** Of one lead: `false` = not yet, `true` = at a time that nobody has kept. */
type Moment = string | boolean;
interface Told extends Lead {
  taken: Moment;
  answered: Moment;
  converted: Moment;
}

export function leadFunnelOf({ leads, statuses, steps, talks, by }: LeadFunnelFacts): LeadFunnel {
  const stepsOf = Map.groupBy(steps, ({ leadId }) => leadId);
  const talksOf = Map.groupBy(talks, ({ number }) => number);
  const told = leads.map((lead) =>
    tell(lead, {
      steps: (stepsOf.get(lead.id) ?? []).toSorted((one, other) => one.at.localeCompare(other.at)),
      talks: lead.phones.flatMap((number) => talksOf.get(number) ?? []),
    }),
  );
  const rejected = told.filter(({ status }) => status.outcome === 'rejected');
  return {
    total: leads.length,
    statuses: statusesOf(leads, statuses),
    taken: stepOf(told, 'taken'),
    answered: stepOf(told, 'answered'),
    converted: stepOf(told, 'converted'),
    rejected: {
      count: rejected.length,
      reasons: counted(rejected.map(({ rejectReason = '' }) => rejectReason)).map(([reason, count]) => ({
        ...{ reason, count },
      })),
    },
    ...(by
      ? {
          groups: groupedBy(told, by).map(({ id, title, mine }) => ({
            ...{ id, title, total: mine.length, taken: stepOf(mine, 'taken').count },
            answered: stepOf(mine, 'answered'),
            converted: stepOf(mine, 'converted').count,
            rejected: mine.filter(({ status }) => status.outcome === 'rejected').length,
          })),
        }
      : {}),
  };
}

/** Whoever came further has come this far, whatever was left out on the way. */
function tell(lead: Lead, { steps, talks }: { steps: readonly LeadChange[]; talks: readonly Talk[] }): Told {
  const [first] = steps;
  const { outcome } = lead.status;
  // A talk that went on when the lead was written down is what it came of.
  const talked = talks
    .filter(({ endedAt }) => endedAt >= lead.createdAt)
    .map(({ connectedAt }) => later(connectedAt, lead.createdAt));
  const moved = steps.flatMap(({ status, at }) => (status.id === first!.status.id ? [] : [at]));
  const answered = earliest([...talked, ...moved]) ?? outcome !== 'open';
  const owned = steps.flatMap(({ responsible, at }) => (responsible ? [at] : []));
  const taken = earliest([...owned, ...(typeof answered === 'string' ? [answered] : [])]);
  const ended = steps.flatMap(({ status, at }) => (status.outcome === 'converted' ? [at] : [])).at(-1);
  return {
    ...lead,
    answered,
    taken: taken ?? (answered || lead.responsible !== undefined),
    converted: outcome === 'converted' && (ended ?? true),
  };
}

function stepOf(told: readonly Told[], step: 'taken' | 'answered' | 'converted'): LeadFunnelStep {
  const known = told.flatMap((lead) => {
    const at = lead[step];
    return typeof at === 'string' ? [between(lead.createdAt, at) / HOUR_MS] : [];
  });
  const medianHours = median(known);
  const count = told.filter((lead) => lead[step]).length;
  return { count, ...(medianHours === undefined ? {} : { medianHours }) };
}

/** A lead may stand in a status that the host has taken off its list since. */
function statusesOf(leads: readonly Lead[], statuses: readonly LeadStatus[]): LeadFunnel['statuses'] {
  const all = new Map([...statuses, ...leads.map(({ status }) => status)].map((one) => [one.id, one]));
  return [...all.values()].map((status) => ({
    ...{ status, count: leads.filter((lead) => lead.status.id === status.id).length },
  }));
}

const later = (one: string, other: string): string => (one > other ? one : other);
const earliest = (moments: readonly string[]): string | undefined => moments.toSorted()[0];
