/** Systems of record: which there are, which are connected, and whether a connection works. For administrators. */
import { CRM_GROUPS, CRM_CAPABILITIES, FINDING_KINDS } from '@ringback/adapters';
import { RingbackError } from '@ringback/model';
import * as z from 'zod/mini';
import { MAPPED_KINDS } from '../../crm/field-map.ts';
import { SYSTEMS, systemOf } from '../../crm/systems.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, NoContent, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import { present } from '../../present.ts';
import type { App } from '../types.ts';

const System = z.object({
  id: z.string(),
  name: z.string(),
  capabilities: z.array(z.enum(CRM_CAPABILITIES)),
  requires: z.optional(z.string()),
  limits: z.optional(z.string()),
  inbound: z.string(),
  /** JSON Schema that the form is drawn from; secrets have `format: password`. */
  schema: z.record(z.string(), z.unknown()),
});
const Settings = z.record(z.string().check(z.maxLength(60)), z.unknown());
const Names = z.record(z.string().check(z.maxLength(60)), z.string().check(z.minLength(1), z.maxLength(200)));
/** Of each kind: key of the firm's own field → the host's name of it. */
const Fields = z.partialRecord(z.enum(MAPPED_KINDS), Names);
const Connection = z.object({
  system: z.string(),
  settings: Settings,
  recordOf: z.array(z.string()),
  fields: z.optional(Fields),
  /** What it has failed with since it last answered. */
  trouble: z.optional(z.object({ since: z.string(), message: z.string() })),
});
const ConnectionInput = z.strictObject({
  settings: Settings,
  recordOf: z._default(z.array(z.enum(CRM_GROUPS)), []),
  fields: z.optional(Fields),
});
const Report = z.object({
  ok: z.boolean(),
  account: z.optional(z.string()),
  findings: z.array(
    z.object({
      level: z.enum(['problem', 'warning']),
      kind: z.enum(FINDING_KINDS),
      name: z.string(),
      message: z.string(),
      hint: z.string(),
    }),
  ),
});
const Params = z.object({ system: z.string().check(z.regex(/^[a-z][a-z0-9-]{1,30}$/)) });
const shared = { tags: ['Systems of record'], security: SIGNED_IN };

export function crmRoutes(app: App, { connections }: HttpDeps, guards: Guards): void {
  const onRequest = guards.agent('settings.write');
  app.get(
    '/crm/systems',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Systems that can be connected',
        response: answers({ 200: z.array(System) }),
      },
    },
    () => SYSTEMS.map(({ manifest }) => describe(manifest.id)),
  );
  app.get(
    '/crm/connections',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Connected systems, in order; secrets are not shown',
        response: answers({ 200: z.array(Connection) }),
      },
    },
    async () => (await connections.list()).map((row) => ({ ...row, recordOf: [...row.recordOf] })),
  );
  app.put(
    '/crm/connections/:system',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Connect a system, or change its settings; in force at once',
        params: Params,
        body: ConnectionInput,
        response: answers({ 200: Connection }),
      },
    },
    async (request) => {
      const { system } = request.params;
      const { fields, ...body } = request.body;
      const row = await connections.put(
        { system, ...body, ...present({ fields }) },
        identityOf(request).agent,
      );
      return { ...row, recordOf: [...row.recordOf] };
    },
  );
  app.delete(
    '/crm/connections/:system',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Disconnect a system',
        params: Params,
        response: answers({ 204: NoContent }),
      },
    },
    async (request, reply) => {
      await connections.remove(request.params.system, identityOf(request).agent);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/crm/connections/:system/check',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Try these settings, and name what is missing',
        params: Params,
        body: z.strictObject({ settings: Settings }),
        response: answers({ 200: Report }),
      },
    },
    async (request) => {
      try {
        const { findings, ...report } = await connections.check(request.params.system, request.body.settings);
        return {
          ...report,
          findings: findings.map(({ level, kind, name, message, hint }) => ({
            level,
            kind,
            name,
            message,
            hint,
          })),
        };
      } catch (error) {
        if (error instanceof RingbackError) throw error;
        throw new RingbackError('bug', 'The connection could not be checked.', { cause: error });
      }
    },
  );
}

function describe(id: string): z.infer<typeof System> {
  const { manifest } = systemOf(id);
  const { name, capabilities, requires, limits, inbound, fields } = manifest;
  const schema = z.toJSONSchema(manifest.settings, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
  }) as {
    properties?: Record<string, object>;
  };
  const properties = Object.entries(schema.properties ?? {})
    .filter(([key]) => fields[key] !== undefined)
    .map(([key, property]) => [key, { ...property, ...wordsOf(fields[key]) }]);
  return {
    ...{ id, name, capabilities: [...capabilities], inbound },
    ...(requires === undefined ? {} : { requires }),
    ...(limits === undefined ? {} : { limits }),
    schema: { ...schema, properties: Object.fromEntries(properties) as Record<string, unknown> },
  };
}

const wordsOf = (field: { title: string; hint: string; secret?: true } | undefined) => ({
  title: field?.title,
  description: field?.hint,
  ...(field?.secret ? { format: 'password' } : {}),
});
