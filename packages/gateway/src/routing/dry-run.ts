/** Who would get a call from this number, on this line, at this time? The same functions that route calls, with nobody answering. */
import {
  type DryRun,
  type DryRunInput,
  type PartyMatch,
  type RouteDecision,
  type Settings,
} from '@ringback/model';
import { normaliseNumber } from '@ringback/model/phone-number';
import type { RoutingFacts } from './facts.ts';
import { beginRoute, nextStep } from './next.ts';
import { planCall } from './plan.ts';

/** A chain that is still going on after so many decisions has been shown well enough. */
const MOST_DECISIONS = 50;

export interface DryRunOptions {
  facts: RoutingFacts;
  match: (number: string) => Promise<PartyMatch[]>;
  settings: () => Settings;
  now: () => Date;
}

export function createDryRun({ facts, match, settings, now }: DryRunOptions) {
  return async (input: DryRunInput): Promise<DryRun> => {
    const { country, line: mainLine } = settings();
    const number = normaliseNumber(input.from, country);
    const line = input.line ? normaliseNumber(input.line, country) : mainLine;
    let at = input.at === undefined ? now() : new Date(input.at);
    const matches = await match(number);
    const [read, caller] = await Promise.all([facts.read(), facts.caller({ number, line, matches, at })]);
    const around = read();
    const plan = planCall(caller, settings(), around.people);
    const decisions: RouteDecision[] = [];
    for (let state = beginRoute(at); decisions.length < MOST_DECISIONS;) {
      const next = nextStep(plan, state, { ...around, at });
      decisions.push(...next.decisions);
      if (next.action.do === 'end') break;
      at = new Date(at.getTime() + next.action.seconds * 1000);
      state = next.state;
    }
    return { ...(plan.route === undefined ? {} : { route: plan.route }), decisions };
  };
}
