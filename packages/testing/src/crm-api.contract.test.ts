/** Routes of the gateway, requests of the client, the API's description and what a session says an agent may do: they tell one story. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CRM_ROUTES, type CrmRoute } from '@ringback/client';
import { checkConfig, createGateway, type Gateway } from '@ringback/gateway';
import { CRM_BACKEND_GROUPS } from '@ringback/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
}
interface Operation {
  tags?: string[];
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface Described {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** Operations about customers that programs and pages of other kinds use; an agent's elements do without. */
const NOT_OF_AN_AGENT = [
  // `Backend.parties` and `Backend.shop` have these under names of their own.
  ...['GET /parties', 'POST /parties', 'PATCH /parties/{}'],
  ...['GET /shop/orders', 'GET /shop/cart', 'GET /shop/viewed'],
  // Whole files: of a program with its token, or of the browser, which follows a signed link.
  ...['GET /exports/calls', 'GET /exports/calls/file', 'GET /recordings/{}', 'GET /recordings/{}/audio'],
  'GET /mail/{}/files/{}',
  // The rules themselves are tried and changed by whoever decides where calls go.
  ...['POST /routing/dry-run', 'GET /groups', 'PATCH /groups/{}'],
];

let gateway: Gateway;
let folder: string;
let document: Described;
let mayDo: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rb-crm-api-'));
  const pbx = {
    ...{ system: 'sandbox', controlUrl: 'ws://127.0.0.1:9/control', controlToken: 'canary-control-token' },
    ...{ sipServers: ['ws://127.0.0.1:9/sip'], domain: 'sandbox.ringback' },
  };
  const olena = { login: 'olena', name: 'Olena', role: 'administrator', extension: '101' };
  const agents = [{ ...olena, password: 'correct horse' }];
  gateway = await createGateway(
    checkConfig({ listen: { port: 0 }, dataDir: join(folder, 'data'), pbx, agents }),
    { logTo: { write: () => undefined }, passwordCost: { N: 2, r: 8, p: 1 } },
  );
  document = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as Described;
  const api = `${gateway.url}/api/v1`;
  const json = { 'content-type': 'application/json' };
  const login = JSON.stringify({ login: 'olena', password: 'correct horse' });
  const signedIn = await fetch(`${api}/auth/token`, { method: 'POST', headers: json, body: login });
  const { token } = (await signedIn.json()) as { token: string };
  const session = await fetch(`${api}/session`, { headers: { authorization: `Bearer ${token}` } });
  mayDo = ((await session.json()) as { crm: string[] }).crm;
});
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

/** `/deals/:` of the client, `/api/v1/deals/{id}` of the description: `/deals/{}`. */
const clientPath = ({ url }: CrmRoute) => url.replaceAll(/:(?=\/|$)/g, '{}');
const describedPath = (path: string) => path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, '{}');

function operations(): Map<string, Operation> {
  const all = new Map<string, Operation>();
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods))
      all.set(`${method.toUpperCase()} ${describedPath(path)}`, operation);
  return all;
}

/** The names of a record's fields, also of the records of a list. */
function fieldsOf(schema: Schema | undefined): string[] {
  if (!schema) return [];
  const name = schema.$ref?.split('/').at(-1);
  if (name !== undefined) return fieldsOf(document.components.schemas[name]);
  if (schema.items) return fieldsOf(schema.items);
  if (schema.anyOf) return schema.anyOf.flatMap((one) => fieldsOf(one));
  return Object.keys(schema.properties ?? {}).sort();
}

const routes = Object.entries(CRM_ROUTES);

describe('what is asked about customers', () => {
  it.each(routes)('%s is a route of the gateway, and is described', (_name, route) => {
    expect([...operations().keys()]).toContain(`${route.method} ${clientPath(route)}`);
  });

  it.each(routes.filter(([, { schema }]) => schema !== undefined))(
    '%s is answered with the fields that the client reads',
    (_name, route) => {
      const operation = operations().get(`${route.method} ${clientPath(route)}`);
      const answer = operation?.responses['200'] ?? operation?.responses['201'];
      const told = fieldsOf(answer?.content?.['application/json']?.schema);
      const read = fieldsOf(
        z.toJSONSchema(route.schema!, { io: 'output', unrepresentable: 'any' }) as Schema,
      );
      expect(told.length).toBeGreaterThan(0);
      expect(told).toEqual(read);
    },
  );

  it('belongs to a group of `Backend`', () => {
    const groups: readonly string[] = ['parties', ...CRM_BACKEND_GROUPS];
    for (const [name] of routes) expect(groups).toContain(name.split('.')[0]);
  });

  it('is what a session may name, and nothing else', () => {
    // Also for the sake of older pages: they ask for every one that is named as a row of their table.
    for (const method of mayDo) expect(Object.keys(CRM_ROUTES)).toContain(method);
    // The rest needs a directory, a mail server, a host, or a PBX that sends messages.
    const absent = Object.keys(CRM_ROUTES).filter((method) => !mayDo.includes(method));
    for (const method of absent) expect(method).toMatch(/^((directory|mail|shop)\.|timeline\.message$)/);
  });

  it('no described operation about customers is out of the client’s reach', () => {
    const known = routes.map(([, route]) => `${route.method} ${clientPath(route)}`);
    const tags = new Set(
      routes.flatMap(([, route]) => operations().get(`${route.method} ${clientPath(route)}`)?.tags ?? []),
    );
    const unreached = [...operations()]
      .filter(([, operation]) => operation.tags?.some((tag) => tags.has(tag)))
      .map(([name]) => name)
      .filter((name) => !known.includes(name));
    expect(unreached.sort()).toEqual(NOT_OF_AN_AGENT.sort());
  });
});
