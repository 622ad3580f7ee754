import {
  type Agent,
  CallRoute,
  DryRun,
  DryRunInput,
  Group,
  GroupPatch,
  Id,
  may,
  RingbackError,
  type RouteDecision,
} from '@ringback/model';
import { present } from '../../present.ts';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import type { App } from '../types.ts';

const shared = { tags: ['Routing'], security: SIGNED_IN };

export function routingRoutes(app: App, { calls, store, settings }: HttpDeps, guards: Guards): void {
  app.post(
    '/routing/dry-run',
    {
      onRequest: guards.agent('routing.read'),
      schema: {
        ...shared,
        summary: 'Who would get a call from this number, on this line, at this time?',
        description:
          'As if nobody answered. Hours and own statuses count as at that time; who is there and who talks, as now.',
        body: DryRunInput,
        response: answers({ 200: DryRun }),
      },
    },
    (request) => calls.dryRun(request.body),
  );

  app.get(
    '/calls/:id/route',
    {
      onRequest: guards.agent('calls.own'),
      schema: {
        ...shared,
        summary: 'Every decision about where a call was to ring, with its reason',
        params: z.object({ id: Id }),
        response: answers({ 200: CallRoute }),
      },
    },
    async (request) => {
      const { call } = await calls.get(identityOf(request).agent, request.params.id);
      const row = await store.routes.get(call.id);
      const { slowAnswerSeconds } = settings.current().routing;
      const decisions = [...(row?.decisions ?? [])];
      return {
        ...answerTime(call, slowAnswerSeconds),
        ...{ decisions, people: namedIn(decisions, await store.agents.everybody()) },
        ...routeName(row),
      };
    },
  );

  app.get(
    '/groups',
    {
      onRequest: guards.agent('routing.read'),
      schema: {
        ...shared,
        summary: 'The groups that you head; all of them for whoever sees all calls',
        response: answers({ 200: z.array(Group) }),
      },
    },
    (request) => {
      const { agent } = identityOf(request);
      const { groups } = settings.current().routing;
      return may(agent, 'calls.all') ? groups : groups.filter((group) => isHeadedBy(group, agent));
    },
  );

  app.patch(
    '/groups/:key',
    {
      onRequest: guards.agent('routing.group'),
      schema: {
        ...shared,
        summary: 'Change how the calls of a group that you head are distributed; in force at once',
        params: z.object({ key: Group.shape.key }),
        body: GroupPatch,
        response: answers({ 200: Group }),
      },
    },
    async (request) => {
      const { agent } = identityOf(request);
      const { settings: before, version } = settings.stored();
      const { groups } = before.routing;
      const index = groups.findIndex((group) => group.key === request.params.key && isHeadedBy(group, agent));
      const old = groups[index];
      if (!old) throw new RingbackError('not-found', 'There is no such group, or you do not head it.');
      const group = { ...old, ...present(request.body) };
      const routing = { ...before.routing, groups: groups.with(index, group) };
      await settings
        .change({ settings: { ...before, routing }, version }, agent)
        .catch((error: unknown) => Promise.reject(ofGroup(error, index)));
      return group;
    },
  );
}

const isHeadedBy = ({ heads }: Group, { id }: Agent) => heads.includes(id);

/** Faults at their fields in the group, which is all that was sent. */
function ofGroup(error: unknown, index: number): unknown {
  if (!(error instanceof RingbackError) || !error.fields) return error;
  const at = `settings.routing.groups.${index}.`;
  const fields = Object.entries(error.fields).map(([path, why]) => [path.replace(at, ''), why]);
  return new RingbackError(error.code, error.message, {
    fields: Object.fromEntries(fields) as Record<string, string>,
  });
}

function routeName(row: { plan: { route?: string | undefined } } | undefined) {
  return row?.plan.route === undefined ? {} : { route: row.plan.route };
}

function namedIn(decisions: readonly RouteDecision[], everybody: readonly Agent[]): CallRoute['people'] {
  const ids = new Set(
    decisions.flatMap(({ agents, passedOver }) => [...agents, ...passedOver.map(({ agentId }) => agentId)]),
  );
  return everybody.flatMap(({ id, name }) => (ids.has(id) ? [{ id, name }] : []));
}

/** From the first ring to the moment in which both hear each other, in seconds. */
function answerTime(
  { startedAt, connectedAt }: { startedAt: string; connectedAt?: string | undefined },
  slow: number,
) {
  if (connectedAt === undefined) return {};
  const answeredAfter = (Date.parse(connectedAt) - Date.parse(startedAt)) / 1000;
  return { answeredAfter, slow: answeredAfter >= slow };
}
